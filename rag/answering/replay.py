"""Checking a recorded answer again: against the transcripts as they are now, with the rules as they are now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.as_json import Json
from corpus.errors import TranscriptUnknown
from corpus.transcript import Passage, Transcript
from rag.answer import Evidence, Statement, Support, cite
from rag.answering.records import AnswerRecord, KeptPassage, KeptSummary, digest
from rag.as_json import spent_json, statement_json
from rag.conversation.kept_answers import spent_from
from rag.errors import PromptError
from rag.everybody.stances import Item
from rag.everybody.summaries import SUMMARY, Ground
from rag.everybody.summing_up import checked
from rag.kept_files import read_kept
from rag.prompting.judging import DOUBT, doubted
from rag.prompting.minutes import Minutes
from rag.prompting.prompts import load_prompt
from rag.prompting.replies import ReplyReader
from rag.spending import Spent
from rag.verification.quoting import Source
from rag.verification.verify import Line
from rag.writing.generated import judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that no longer holds: which transcript it is about, if any, and what a person should know."""

    transcript: str | None
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A recorded answer and what no longer holds of it.

    `notes` are what has changed since and takes nothing away from it.
    """

    record: AnswerRecord
    troubles: tuple[Trouble, ...]
    notes: tuple[str, ...] = ()

    @property
    def spent(self) -> Spent | None:
        """What the answer took when it was made; None where no model was asked."""
        return spent_from(self.record.answer.get("spent"))

    @property
    def ok(self) -> bool:
        """Whether everything still holds."""
        return not self.troubles


def replay(path: Path, transcript_of: Callable[[str], Transcript]) -> Replay:
    """Check the record at `path` again. Raises KeptFileError."""
    record = read_kept(path, AnswerRecord)
    troubles: list[Trouble] = []
    held: dict[str, Transcript] = {}
    for passage in record.passages:
        transcript, trouble = _now(passage, transcript_of)
        if transcript is not None:
            held[passage.label] = transcript
        if trouble is not None and trouble not in troubles:
            troubles.append(trouble)
    troubles += _false_quotes(record, {each.id: each for each in held.values()})
    if record.raw_reply and not troubles:
        troubles += _other_verdicts(record, held)
    if record.summary is not None and not troubles:
        troubles += _other_summary(record, record.summary, held)
    return Replay(record=record, troubles=tuple(troubles), notes=_other_prompt(record))


def replay_json(replayed: Replay) -> dict[str, Json]:
    """`replay RECORD --json`."""
    record = replayed.record
    statements = record.answer.get("statements")
    return {
        "ok": replayed.ok,
        "question": record.question,
        "made": record.made.isoformat(),
        "mode": record.mode,
        "model": record.model,
        "prompt": record.prompt,
        "passages": len(record.passages),
        "statements": len(statements) if isinstance(statements, list) else 0,
        "spent": spent_json(replayed.spent) if replayed.spent else None,
        "notes": list(replayed.notes),
        "problems": [{"transcript": each.transcript, "problem": each.problem} for each in replayed.troubles],
    }


def _other_prompt(record: AnswerRecord) -> tuple[str, ...]:
    notes = []
    for prompt in record.prompt.split(", ") if record.prompt else ():
        try:
            now = load_prompt(prompt.partition("@")[0]).name
        except PromptError:
            notes.append(f"The prompt {prompt} that it was made with is there no more.")
            continue
        if now != prompt:
            notes.append(f"It was made with the prompt {prompt}; now that is {now}.")
    return tuple(notes)


def _now(kept: KeptPassage, transcript_of: Callable[[str], Transcript]) -> tuple[Transcript | None, Trouble | None]:
    try:
        transcript = transcript_of(kept.transcript)
    except TranscriptUnknown:
        problem = f"The interview “{kept.title}” was forgotten or removed; what it said cannot be checked any more."
        return None, Trouble(transcript=kept.transcript, problem=problem)
    if digest(transcript.text) == kept.transcript_sha256:
        return transcript, None
    stands = digest(transcript.text[kept.start : kept.end]) == kept.sha256
    problem = f"The interview “{kept.title}” has changed since; " + (
        "the words cited still stand where they stood." if stands else "the words cited stand there no more."
    )
    return transcript, Trouble(transcript=kept.transcript, problem=problem)


def _false_quotes(record: AnswerRecord, transcripts: Mapping[str, Transcript]) -> list[Trouble]:
    """Citations of the record whose quote is not what its span covers now."""
    found = []
    statements = record.answer.get("statements")
    for statement in statements if isinstance(statements, list) else []:
        for citation in _dicts(_dict(statement).get("citations")):
            transcript = transcripts.get(str(citation.get("transcript")))
            start, end = citation.get("start"), citation.get("end")
            if transcript is None or not isinstance(start, int) or not isinstance(end, int):
                continue
            if transcript.text[start:end] != citation.get("quote"):
                problem = f"A quotation of “{transcript.title}” ({start}–{end}) is not what stands there."
                found.append(Trouble(transcript=transcript.id, problem=problem))
    return found


def _other_verdicts(record: AnswerRecord, held: Mapping[str, Transcript]) -> list[Trouble]:
    """Statements that today's rules judge otherwise than the record says."""
    minutes = Minutes(speakers=record.speakers, sources={kept.label: _source(kept, held) for kept in record.passages})
    reader = ReplyReader()
    told = [*reader.feed(record.raw_reply), *reader.end()]
    now = [statement for line in told if isinstance(line, Line) and (statement := judged(line, minutes)) is not None]
    before = _dicts(record.answer.get("statements"))
    return _differing(now[: len(before)] if _was_interrupted(record) else now, before)


def _other_summary(record: AnswerRecord, kept: KeptSummary, held: Mapping[str, Transcript]) -> list[Trouble]:
    """Statements of a summary that today's rules judge otherwise."""
    items = {
        one.label: Item(source=_source(one, held), participant=kept.people[one.label], stance=kept.stances[one.label])
        for one in record.passages
        if one.label in kept.stances
    }
    now: list[Statement] = []
    for part in kept.parts:
        sent = tuple(items[label] for label in part.labels)
        ground = Ground(theme=record.question, participants=kept.participants, items=sent)
        now += checked(part.reply, ground, Minutes(sources={item.label: item.source for item in sent}))
    before = [one for one in _dicts(record.answer.get("statements")) if one.get("heading") == SUMMARY]
    return _differing(now, before)


def _differing(now: Sequence[Statement], before: Sequence[Mapping[str, object]]) -> list[Trouble]:
    if len(now) != len(before):
        return [Trouble(transcript=None, problem=f"{len(before)} statements were shown; {len(now)} would be now.")]
    now = [
        doubted(one) if _was_doubted(old) and one.support is Support.VERIFIED else one
        for one, old in zip(now, before, strict=True)
    ]
    return [
        Trouble(transcript=None, problem=f"A statement would be judged otherwise now: {statement.text}")
        for statement, old in zip(now, before, strict=True)
        if _verdict(statement_json(statement)) != _verdict(old)
    ]


def _verdict(statement: Mapping[str, object]) -> tuple[object, ...]:
    """What was said, whether it held, and the places it rests on. What the metadata says of an interview is no verdict."""
    places = [(one.get("transcript"), one.get("start"), one.get("end")) for one in _dicts(statement.get("citations"))]
    return statement.get("text"), statement.get("support"), places


def _was_doubted(old: Mapping[str, object]) -> bool:
    """Whether a second look of the model doubted it: the rules alone cannot come to that again."""
    problems = old.get("problems")
    return isinstance(problems, list) and DOUBT in problems


def _was_interrupted(record: AnswerRecord) -> bool:
    notes = record.answer.get("notes")
    return isinstance(notes, list) and any("checked until then" in str(note) for note in notes)


def _source(kept: KeptPassage, held: Mapping[str, Transcript]) -> Source:
    transcript = held[kept.label]
    turns = transcript.turns_in(kept.start, kept.end)
    passage = Passage(
        id=kept.label,
        transcript_id=transcript.id,
        start=kept.start,
        end=kept.end,
        first_turn=turns[0].index if turns else 0,
        last_turn=turns[-1].index if turns else 0,
        speakers=tuple(dict.fromkeys(turn.speaker for turn in turns if turn.speaker)),
        text=transcript.text[kept.start : kept.end],
    )
    evidence = tuple(
        Evidence(citation=cite(transcript, span.start, span.end), passage=passage, score=span.score)
        for span in kept.evidence
    )
    return Source(label=kept.label, passage=passage, transcript=transcript, evidence=evidence)


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, object]]:
    return [_dict(each) for each in value] if isinstance(value, list) else []
