"""A model reads the passages on a claim: what it labels is looked up, and only words that stand there count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count as count_up

from corpus.participants import participant_at
from corpus.transcript import Transcript
from models.chat import ChatMessage, ChatModel
from models.metering import Request
from models.tokens import token_counter
from rag.answer import Evidence
from rag.claims.claim import ClaimEvidence, Verdict
from rag.claims.replies import SCHEMA, ClaimReply, Labelled, read_reply
from rag.prompting.envelope import enclose, together
from rag.prompting.kept_replies import KeptReplies
from rag.prompting.packing import WINDOW_TOKENS, enclose_passage, number_passages
from rag.prompting.prompts import load_prompt, render
from rag.prompting.whole_replies import WholeReplies
from rag.verification.quoting import Source, judge_quotation

PROMPT = "check"
_REPLY_TOKENS = 1_600
_MOST_AT_ONCE = 24  # passages in a request: each of them gets a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a model made of a claim: its evidence, verified, its verdict and reason, and the passages it was shown.

    `dropped` counts labels that named no passage, or words that nobody said there. `is_all`: it was shown everything that it was
    to read, and every reply could be read.
    """

    evidence: tuple[ClaimEvidence, ...]
    verdict: Verdict | None
    reason: str
    sources: Mapping[str, Source]
    dropped: int
    broken: bool
    is_all: bool


class ClaimReader:
    """Asks one model."""

    def __init__(self, model: ChatModel, *, window_tokens: int = WINDOW_TOKENS) -> None:
        self._replies = WholeReplies(model, SCHEMA)
        self._window_tokens = window_tokens

    @property
    def model(self) -> str:
        """The model's name."""
        return self._replies.model.name

    @property
    def prompt(self) -> str:
        """The prompt's id and version."""
        return load_prompt(PROMPT).name

    def read(
        self,
        claim: str,
        evidence: Sequence[Evidence],
        transcripts: Mapping[str, Transcript],
        rounds: int | None = 1,
        kept: KeptReplies | None = None,
        requests: list[Request] | None = None,
    ) -> Read:
        """Label the passages of the evidence (in its order), as many as fit into `rounds` requests, or all (None).

        What is `kept` of an earlier time is not asked again, and what is asked is kept there; what it took goes into `requests`.
        Raises ModelError, KeptFileError, and TranscriptUnknown where a transcript was forgotten meanwhile.
        """
        left = list(evidence)
        sources: dict[str, Source] = {}
        found: list[ClaimEvidence] = []
        first: ClaimReply | None = None
        dropped = unreadable = 0
        for number in count_up() if rounds is None else range(rounds):
            if not left and number:
                break
            shown = self._numbered(claim, left, transcripts)
            taken = {source.passage.id for source in shown.values()}
            left = [one for one in left if one.passage.id not in taken]
            reply = read_reply(self._reply(messages_on(claim, shown), shown, kept, requests))
            first = first or reply
            unreadable += reply.broken
            checked = [_verified(each, shown) for each in reply.labelled]
            dropped += checked.count(None)
            found += [one for one in checked if one is not None]
            sources |= {f"{number}:{label}": source for label, source in shown.items()}
        return Read(
            evidence=tuple(found),
            verdict=first.verdict if first else None,
            reason=first.reason if first else "",
            sources=sources,
            dropped=dropped,
            broken=first is None or first.broken,
            is_all=not left and not unreadable,
        )

    def _reply(
        self,
        messages: Sequence[ChatMessage],
        shown: Mapping[str, Source],
        kept: KeptReplies | None,
        requests: list[Request] | None,
    ) -> str:
        ask = partial(self._replies.ask, messages, _REPLY_TOKENS, self.prompt, requests)
        if kept is None:
            return ask()
        transcripts = {source.transcript.id for source in shown.values()}
        return kept.asked(messages, transcripts, ask, lambda reply: not read_reply(reply).broken)

    def _numbered(
        self, claim: str, evidence: Sequence[Evidence], transcripts: Mapping[str, Transcript]
    ) -> dict[str, Source]:
        count, prompt = token_counter(), load_prompt(PROMPT)
        taken = count(prompt.system) + count(claim) + _REPLY_TOKENS + 400
        budget = max(800, self._window_tokens - taken)
        return number_passages(evidence, transcripts.__getitem__, count, budget, _MOST_AT_ONCE)


def messages_on(claim: str, shown: Mapping[str, Source]) -> list[ChatMessage]:
    """What a model is sent about a claim."""
    return render(
        load_prompt(PROMPT),
        claim=enclose("claim", claim),
        passages=together([enclose_passage(source) for source in shown.values()]),
        participants=enclose("participants", "\n".join(_about(shown))),
    )


def _about(shown: Mapping[str, Source]) -> list[str]:
    """A line for each interview: what is known of who takes part in it."""
    transcripts = {source.transcript.id: source.transcript for source in shown.values()}
    known = ("group", "role", "site", "date")
    return [
        f"{transcript.title}: {', '.join(transcript.meta[key] for key in known if transcript.meta.get(key)) or 'nothing known'}"
        for transcript in transcripts.values()
    ]


def _verified(labelled: Labelled, shown: Mapping[str, Source]) -> ClaimEvidence | None:
    """The evidence with its words cut from the passage; None when they are not there or no participant's."""
    source = shown.get(labelled.label)
    if source is None:
        return None
    found = judge_quotation(labelled.quote, [source], {labelled.label: source})
    if not found.status.is_shown or found.place is None:
        return None
    return ClaimEvidence(
        citation=found.place,
        participant=participant_at(source.transcript, found.place.span.start),
        bearing=labelled.bearing,
        score=max((one.score for one in source.evidence), default=0.0),
    )
