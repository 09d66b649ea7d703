"""The record of an answer: everything that is needed to check it again, in one file of the library's folder `answers`.

It holds words of the transcripts, as the answer did: `testimony forget` erases the records that repeat a transcript.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue

from corpus.settings import Settings
from corpus.store import Scope
from corpus.transcript import Transcript
from models.metering import Request
from rag.answer import Answer
from rag.answering.assistant import Findings
from rag.as_json import answer_json
from rag.everybody.stances import ReadTheme, Stance
from rag.kept_files import free_name, write_kept
from rag.verification.quoting import Source

ANSWERS = "answers"
"""The folder of the records, in the library's."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class KeptSpan(_Kept):
    """Evidence in a passage, with its score."""

    start: int
    end: int
    score: float


class KeptPassage(_Kept):
    """A passage that the model was shown, or the place of a citation; the hash is of the transcript's whole text."""

    label: str
    transcript: str
    title: str
    start: int
    end: int
    sha256: str
    transcript_sha256: str
    evidence: tuple[KeptSpan, ...] = ()


class KeptRequest(_Kept):
    """A request to a model that was replied to; tokens are tiktoken's count, not the endpoint's bill."""

    prompt: str
    tokens_in: int
    tokens_out: int


class KeptSummaryPart(_Kept):
    """A model's reply that sums up a theme, and the labels of the passages that it was sent."""

    labels: tuple[str, ...]
    reply: str


class KeptSummary(_Kept):
    """How a summary of verified words came about. `stances` and `people` say of every label what its words do and whose
    they are, by its participant's name; `participants` is how many took part."""

    prompt: str
    participants: int
    stances: dict[str, Stance]
    people: dict[str, str]
    parts: tuple[KeptSummaryPart, ...]


class AnswerRecord(_Kept):
    """One answer. `answer` is what `ask --json` printed; `requests` is all that a model was asked for it, in order.

    `summary` is of an answer for which every interview was read by a model; the replies of that reading are kept elsewhere.
    """

    format: int = 1
    made: datetime
    question: str
    standalone_question: str
    standalone_prompt: str | None = None
    transcripts: tuple[str, ...]
    speakers: tuple[str, ...]
    mode: str
    model: str | None
    prompt: str | None
    settings: str
    passages: tuple[KeptPassage, ...]
    raw_reply: str
    judge_prompt: str | None = None
    summary: KeptSummary | None = None
    requests: tuple[KeptRequest, ...] = ()
    answer: dict[str, JsonValue]


def record_of(
    findings: Findings, answer: Answer, settings: str, now: datetime, transcript_of: Callable[[str], Transcript]
) -> AnswerRecord:
    """The record of an answer that was just made. `settings` is their digest."""
    minutes = findings.minutes
    passages = [_kept(source) for source in minutes.sources.values()] or _cited(answer, transcript_of)
    return AnswerRecord(
        made=now,
        question=answer.question,
        standalone_question=answer.standalone_question,
        standalone_prompt=minutes.standalone_prompt,
        transcripts=findings.scope.transcripts,
        speakers=findings.scope.speakers,
        mode=answer.mode,
        model=answer.model,
        prompt=answer.prompt,
        settings=settings,
        passages=tuple(passages),
        raw_reply=minutes.raw_reply,
        judge_prompt=minutes.judge_prompt,
        requests=_requests(minutes.requests),
        answer=dict(answer_json(answer)),
    )


def record_of_reading(
    one: ReadTheme,
    answer: Answer,
    scope: Scope,
    settings: str,
    now: datetime,
    transcript_of: Callable[[str], Transcript],
) -> AnswerRecord:
    """The record of an answer for which every interview was read. Raises LibraryError."""
    parts = one.summary.parts if one.summary else ()
    items = [item for part in parts for item in part.items]
    return AnswerRecord(
        made=now,
        question=answer.question,
        standalone_question=answer.standalone_question,
        transcripts=scope.transcripts,
        speakers=scope.speakers,
        mode=answer.mode,
        model=answer.model,
        prompt=answer.prompt,
        settings=settings,
        passages=(*(_kept(item.source) for item in items), *_cited(answer, transcript_of)),
        raw_reply="",
        requests=_requests(one.all_requests),
        summary=None
        if one.summary is None
        else KeptSummary(
            prompt=one.summary.prompt,
            participants=len(one.voices),
            stances={item.label: item.stance for item in items},
            people={item.label: item.participant for item in items},
            parts=tuple(
                KeptSummaryPart(labels=tuple(item.label for item in part.items), reply=part.reply) for part in parts
            ),
        ),
        answer=dict(answer_json(answer)),
    )


def keep_record(library: Path, record: AnswerRecord) -> Path:
    """Write a record into the library's folder. Raises KeptFileError."""
    path = free_name(library / ANSWERS, record.made.strftime("%Y-%m-%d-%H%M%S"), record.question)
    write_kept(path, record)
    return path


def settings_digest(settings: Settings) -> str:
    """What distinguishes two sets of settings, without the key."""
    told = settings.model_dump_json(exclude={"openai_api_key"})
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def digest(text: str) -> str:
    """The hash that says whether a text has changed."""
    return hashlib.sha256(text.encode()).hexdigest()


def _cited(answer: Answer, transcript_of: Callable[[str], Transcript]) -> list[KeptPassage]:
    """The places of an answer's citations, each once."""
    spans = dict.fromkeys(citation.span for each in answer.statements for citation in each.citations)
    return [
        _kept_span(f"Q{number}", transcript_of(span.transcript_id), span.start, span.end)
        for number, span in enumerate(spans, 1)
    ]


def _requests(made: Sequence[Request]) -> tuple[KeptRequest, ...]:
    return tuple(KeptRequest(prompt=one.prompt, tokens_in=one.tokens_in, tokens_out=one.tokens_out) for one in made)


def _kept(source: Source) -> KeptPassage:
    spans = tuple(
        KeptSpan(start=one.citation.span.start, end=one.citation.span.end, score=one.score) for one in source.evidence
    )
    kept = _kept_span(source.label, source.transcript, source.passage.start, source.passage.end)
    return kept.model_copy(update={"evidence": spans})


def _kept_span(label: str, transcript: Transcript, start: int, end: int) -> KeptPassage:
    return KeptPassage(
        label=label,
        transcript=transcript.id,
        title=transcript.title,
        start=start,
        end=end,
        sha256=digest(transcript.text[start:end]),
        transcript_sha256=digest(transcript.text),
    )
