"""A model's reply on a claim: a JSON object, or lines such as `P1: for “…”` and `Verdict: supported`. Nothing is mended."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.claims.claim import Bearing, Verdict
from rag.speech.matching import quoted_in

SCHEMA: dict[str, object] = {
    "name": "check",
    "strict": True,
    "schema": {
        "type": "object",
        "additionalProperties": False,
        "required": ["passages", "reason", "verdict"],
        "properties": {
            "passages": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["label", "quote", "bearing"],
                    "properties": {
                        "label": {"type": "string"},
                        "quote": {"type": "string"},
                        "bearing": {"type": "string", "enum": ["for", "against", "neither"]},
                    },
                },
            },
            "reason": {"type": "string"},
            "verdict": {"type": "string", "enum": ["supported", "partly_supported", "contradicted", "not_found"]},
        },
    },
}
"""What structured replies look like (JSON Schema in the form of OpenAI's `response_format`)."""

_VERDICT = re.compile(r"^\W*verdict\W+(?P<verdict>[a-z_ -]+)", re.IGNORECASE)
_REASON = re.compile(r"^\W*reason\W+(?P<reason>.+)", re.IGNORECASE)
_PASSAGE = re.compile(r"^\W*(?P<label>P\d+)\W+(?P<bearing>for|against|neither)\b(?P<rest>.*)", re.IGNORECASE)
_PROPOSED = {verdict.value: verdict for verdict in Verdict if verdict is not Verdict.EVIDENCE_ONLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """How a model says that a passage bears on a claim, and the words it names for it."""

    label: str
    bearing: Bearing
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReply:
    """A reply as it could be read; `broken` says that it could not."""

    labelled: tuple[Labelled, ...] = ()
    verdict: Verdict | None = None
    reason: str = ""
    broken: bool = False


class _Passage(BaseModel):
    model_config = ConfigDict(extra="ignore")

    label: str
    bearing: str
    quote: str = ""


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore")

    passages: list[_Passage] = []
    verdict: str | None = None
    reason: str = ""


def read_reply(text: str) -> ClaimReply:
    """What a reply says.

    >>> reply = read_reply('P1: for “they never paid me”\\nP2: neither\\nVerdict: supported')
    >>> [(one.label, one.bearing.value, one.quote) for one in reply.labelled], reply.verdict.value
    ([('P1', 'for', 'they never paid me')], 'supported')
    """
    bare = re.sub(r"\A\s*```\w*|```\s*\Z", "", text).strip()
    if bare.startswith("{"):
        try:
            told = _Reply.model_validate_json(bare)
        except ValidationError:
            return ClaimReply(broken=True)
        return ClaimReply(
            labelled=tuple(one for each in told.passages if (one := _labelled(each.label, each.bearing, each.quote))),
            verdict=_verdict(told.verdict or ""),
            reason=" ".join(told.reason.split()),
        )
    return _in_lines(bare)


def _in_lines(text: str) -> ClaimReply:
    labelled: list[Labelled] = []
    verdict: Verdict | None = None
    reason = ""
    for line in text.splitlines():
        if match := _VERDICT.match(line):
            verdict = _verdict(match["verdict"])
        elif match := _REASON.match(line):
            reason = match["reason"].strip()
        elif match := _PASSAGE.match(line):
            quoted = quoted_in(match["rest"])
            words = quoted[0].words if quoted else match["rest"].strip(" :–—-")
            if one := _labelled(match["label"], match["bearing"], words):
                labelled.append(one)
    return ClaimReply(labelled=tuple(labelled), verdict=verdict, reason=reason, broken=verdict is None and not labelled)


def _labelled(label: str, bearing: str, quote: str) -> Labelled | None:
    named = re.search(r"P\d+", label.upper())
    if named is None or bearing.strip().lower() not in (Bearing.FOR, Bearing.AGAINST):
        return None
    return Labelled(label=named[0], bearing=Bearing(bearing.strip().lower()), quote=quote.strip())


def _verdict(text: str) -> Verdict | None:
    return _PROPOSED.get(re.sub(r"[\s-]+", "_", text.strip().lower()).strip("_."))
