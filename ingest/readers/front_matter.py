"""YAML front matter: what a Markdown or text file says about itself between two `---` lines at its very start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

FRONT_MATTER = "front matter"
_LONGEST_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The fields, as written (`consent: yes` stays `yes`), and where the speech after them may begin."""

    end: int
    meta: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)  # who is in it, under `interviewer:`, `participants:` …
    warnings: tuple[str, ...] = ()


_PEOPLE = {"interviewer": "interviewer", "moderator": "interviewer", "facilitator": "interviewer", "host": "interviewer",
           "participant": "participant", "interviewee": "participant", "respondent": "participant"}  # fmt: skip


def front_matter(text: str) -> FrontMatter | None:
    """The front matter of a text; None when it has none (a `---` may also be a drawn line)."""
    if not text.startswith("---\n"):
        return None
    close = text.find("\n---\n", 3, _LONGEST_CHARACTERS)
    if close < 0 and len(text) <= _LONGEST_CHARACTERS and text.endswith("\n---"):
        close = len(text) - 4
    if close < 0:
        return None
    end = close + 4
    try:
        # BaseLoader: nothing is turned into a date, a number or a truth, and no object is ever built.
        held = yaml.load(text[4:close], Loader=yaml.BaseLoader) if close > 4 else None
    except yaml.YAMLError as error:
        if ":" not in text[4:close]:
            return None
        mark = getattr(error, "problem_mark", None)
        line = (mark.line if mark else 0) + 2
        return FrontMatter(
            end=end, warnings=(f"line {line}: the front matter is not YAML, so its fields were left out",)
        )
    except RecursionError:
        return FrontMatter(
            end=end, warnings=("line 1: the front matter is nested too deep, so its fields were left out",)
        )
    if held is None or isinstance(held, dict):
        return _from_mapping(held or {}, end)
    return None


def _from_mapping(held: Mapping[object, object], end: int) -> FrontMatter:
    meta: dict[str, str] = {}
    roles: dict[str, str] = {}
    for key, value in held.items():
        name = str(key).strip().lower()
        texts = _texts(value)
        if role := _PEOPLE.get(name.rstrip("s")):
            roles |= dict.fromkeys(texts, role)
        if name == "speakers" and isinstance(value, dict):
            roles |= {str(who): said for who, role in value.items() if isinstance(role, str) and (said := role.strip())}
        elif texts:
            meta[name] = ", ".join(texts)
    return FrontMatter(end=end, meta=meta, roles=roles)


def _texts(value: object) -> list[str]:
    """A field's text, or a list's texts; what is nested deeper says nothing a filter could use."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    return [each.strip() for each in value if isinstance(each, str) and each.strip()] if isinstance(value, list) else []
