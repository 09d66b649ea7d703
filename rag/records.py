"""The record of an answer: everything that is needed to check it again, in one file of the library's folder `answers`.

It holds words of the transcripts, as the answer did: `testimony forget` erases the records that repeat a transcript.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue

from corpus.settings import Settings
from corpus.transcript import Transcript
from rag.answer import Answer
from rag.as_json import answer_json
from rag.assistant import Findings
from rag.keeping import free_name, write_kept
from rag.quoting import Source

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


class AnswerRecord(_Kept):
    """One answer. `answer` is what `ask --json` printed; `requests` is all that a model was asked for it, in order."""

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
    requests: tuple[KeptRequest, ...] = ()
    answer: dict[str, JsonValue]


def record_of(
    findings: Findings, answer: Answer, settings: str, now: datetime, transcript_of: Callable[[str], Transcript]
) -> AnswerRecord:
    """The record of an answer that was just made. `settings` is their digest."""
    minutes = findings.minutes
    passages = [_kept(source) for source in minutes.sources.values()]
    if not passages:
        cited = dict.fromkeys(citation.span for each in answer.statements for citation in each.citations)
        passages = [
            _kept_span(f"Q{number}", transcript_of(span.transcript_id), span.start, span.end)
            for number, span in enumerate(cited, 1)
        ]
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
        requests=tuple(
            KeptRequest(prompt=one.prompt, tokens_in=one.tokens_in, tokens_out=one.tokens_out)
            for one in minutes.requests
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
