"""A record of every answer, checked again later; conversations that are kept; answers made shorter."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.errors import TranscriptUnknown
from corpus.store import Scope
from corpus.transcript import Transcript
from rag.answer import Answer, Coverage
from rag.answering.assistant import Findings
from rag.answering.conversations import (
    add_exchange,
    begin_conversation,
    conversation_markdown,
    conversation_under,
    delete_conversation,
    list_conversations,
    open_conversation,
    rename_conversation,
)
from rag.answering.records import AnswerRecord, keep_record, record_of
from rag.answering.replay import replay, replay_json
from rag.conversation.dialogue import Exchange
from rag.conversation.refining import narrowed, shortened
from rag.errors import KeptFileError
from rag.prompting.minutes import Minutes
from rag.speech.pseudonyms import Pseudonyms
from rag.verification.verify import read_line
from rag.writing.extractive import ExtractiveWriter
from rag.writing.generated import judged
from tests.rag.talks import BERYL, EVIDENCE, OLWEN, SOURCES, TRANSCRIPTS, Shelf

NOW = datetime(2026, 7, 28, 9, 15, tzinfo=UTC)
REPLY = "Beryl said “I never went back to Harrogate” [P1]\nOlwen would do it again. [P2]\n"


def transcript_of(identity: str) -> Transcript:
    return TRANSCRIPTS[identity]


def generated() -> tuple[Findings, Answer]:
    minutes = Minutes(sources=SOURCES, raw_reply=REPLY, prompt="answer@2")
    statements = [judged(line, minutes) for text in REPLY.splitlines() for line in read_line(text)]
    return _answered(minutes, "generated", [each for each in statements if each is not None])


def extractive() -> tuple[Findings, Answer]:
    minutes = Minutes()
    return _answered(minutes, "extractive", list(ExtractiveWriter().write("What was paid?", EVIDENCE, minutes)))


def _answered(minutes: Minutes, mode: str, statements: list) -> tuple[Findings, Answer]:  # type: ignore[type-arg]
    coverage = Coverage(searched=("beryl", "olwen"), with_evidence=("beryl", "olwen"))
    findings = Findings(
        question="What was paid?", evidence=tuple(EVIDENCE), nearest=(), coverage=coverage, minutes=minutes
    )
    answer = Answer(
        question="What was paid?", standalone_question="What was paid?", mode=mode, found=True,
        statements=tuple(statements), coverage=coverage, model="m", prompt=minutes.prompt,
        introduction=minutes.introduction,
    )  # fmt: skip
    return findings, answer


def recorded(made: Callable[[], tuple[Findings, Answer]]) -> AnswerRecord:
    findings, answer = made()
    return record_of(findings, answer, "digest", NOW, transcript_of)


@pytest.mark.parametrize("made", [generated, extractive])
def test_a_record_replays_and_everything_still_holds(made, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = keep_record(tmp_path, recorded(made))
    replayed = replay(path, transcript_of)
    assert replayed.ok, replayed.troubles
    assert replay_json(replayed)["statements"]


@pytest.mark.parametrize("made", [generated, extractive])
def test_a_forgotten_interview_is_said(made, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = keep_record(tmp_path, recorded(made))

    def without_beryl(identity: str) -> Transcript:
        if identity == "beryl":
            raise TranscriptUnknown(identity, ())
        return TRANSCRIPTS[identity]

    (trouble,) = replay(path, without_beryl).troubles
    assert trouble.transcript == "beryl"
    assert "forgotten" in trouble.problem


@pytest.mark.parametrize(
    ("text", "said"),
    [(BERYL.text + "A line more.", "still stand"), ("X" + BERYL.text, "stand there no more")],
)
def test_a_changed_interview_is_said(text: str, said: str, tmp_path: Path) -> None:
    path = keep_record(tmp_path, record_of(*generated(), "digest", NOW, transcript_of))
    changed = {**TRANSCRIPTS, "beryl": replace(BERYL, text=text)}
    assert any(said in trouble.problem for trouble in replay(path, changed.__getitem__).troubles)


def test_other_metadata_of_an_interview_changes_no_verdict(tmp_path: Path) -> None:
    path = keep_record(tmp_path, record_of(*generated(), "digest", NOW, transcript_of))
    retitled = {**TRANSCRIPTS, "beryl": replace(BERYL, title="Interview 1", meta={"consent": "quote with pseudonym"})}
    assert replay(path, retitled.__getitem__).ok


@pytest.mark.parametrize(
    ("prompt", "notes"),
    [
        ("answer@2", ()),
        ("answer@1", ("It was made with the prompt answer@1; now that is answer@2.",)),
        ("essay@1", ("The prompt essay@1 that it was made with is there no more.",)),
        (None, ()),
    ],
)
def test_a_prompt_that_changed_since_is_noted_and_no_trouble(
    prompt: str | None, notes: tuple[str, ...], tmp_path: Path
) -> None:
    record = record_of(*generated(), "digest", NOW, transcript_of).model_copy(update={"prompt": prompt})
    replayed = replay(keep_record(tmp_path, record), transcript_of)
    assert replayed.ok
    assert replayed.notes == notes


def test_a_record_whose_verdict_was_altered_does_not_pass(tmp_path: Path) -> None:
    path = keep_record(tmp_path, record_of(*generated(), "digest", NOW, transcript_of))
    for was, made in (("Olwen would do it again", "Olwen would never do it again"), ("Harrogate”", "Leeds”")):
        altered = tmp_path / "altered.json"
        text = path.read_text(encoding="utf-8")
        start = text.index('"answer":')
        altered.write_text(text[:start] + text[start:].replace(was, made), encoding="utf-8")
        assert not replay(altered, transcript_of).ok


def test_a_damaged_record_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(KeptFileError, match=r"bad\.json"):
        replay(tmp_path / "bad.json", transcript_of)
    with pytest.raises(KeptFileError, match=r"No “none” is kept .* There are: bad\."):
        replay(tmp_path / "none.json", transcript_of)


def test_a_conversation_is_kept_listed_renamed_exported_and_deleted(tmp_path: Path) -> None:
    begun = begin_conversation(tmp_path, "What was paid?", NOW)
    exchange = Exchange(answer=generated()[1], looked_in=Scope(transcripts=("beryl",)))
    add_exchange(Shelf(tmp_path), begun.id, exchange, NOW)
    again = open_conversation(tmp_path, begun.id)
    assert again.exchanges[0].transcripts == ("beryl",)
    assert rename_conversation(tmp_path, begun.id, " Money ").title == "Money"
    assert [one.title for one in list_conversations(tmp_path)] == ["Money"]
    page = conversation_markdown(open_conversation(tmp_path, begun.id))
    assert "# Money" in page
    assert "Beryl said “I never went back to Harrogate” [1]" in page
    assert "Beryl Stott, Beryl, characters" in page
    under = conversation_under(open_conversation(tmp_path, begun.id), Pseudonyms({"beryl": "Grace"}), transcript_of)
    renamed = conversation_markdown(under)
    assert "Grace said “I never went back to Harrogate” [1]" in renamed
    assert "Interview, Grace, characters" in renamed
    assert "Beryl" not in renamed
    delete_conversation(tmp_path, begun.id)
    assert list_conversations(tmp_path) == []
    with pytest.raises(KeptFileError):
        open_conversation(tmp_path, begun.id)


def test_an_answer_comes_after_those_that_others_kept_meanwhile(tmp_path: Path) -> None:
    begun = begin_conversation(tmp_path, "What was paid?", NOW)
    exchange = Exchange(answer=generated()[1])
    with ThreadPoolExecutor(4) as people:
        list(people.map(lambda _: add_exchange(Shelf(tmp_path), begun.id, exchange, NOW), range(12)))
    assert len(open_conversation(tmp_path, begun.id).exchanges) == 12


def test_what_was_forgotten_while_an_answer_was_written_is_not_kept_again(tmp_path: Path) -> None:
    begun = begin_conversation(tmp_path, "What was paid?", NOW)
    add_exchange(Shelf(tmp_path), begun.id, Exchange(answer=generated()[1]), NOW)
    assert "Harrogate" in (tmp_path / "conversations" / f"{begun.id}.json").read_text()
    answer = generated()[1]
    of_olwen = replace(answer, statements=tuple(one for one in answer.statements if "Olwen" in one.text), nearest=())
    left = add_exchange(Shelf(tmp_path, {"olwen": OLWEN}), begun.id, Exchange(answer=of_olwen), NOW)
    assert len(left.exchanges) == 1
    assert open_conversation(tmp_path, begun.id) == left
    assert "Harrogate" not in (tmp_path / "conversations" / f"{begun.id}.json").read_text()


@pytest.mark.parametrize("identity", ["../x", "", "..", "a/b"])
def test_a_conversation_is_never_looked_for_elsewhere(identity: str, tmp_path: Path) -> None:
    with pytest.raises(KeptFileError):
        open_conversation(tmp_path, identity)


def test_two_conversations_of_one_minute_are_two_files(tmp_path: Path) -> None:
    assert begin_conversation(tmp_path, "Money", NOW).id != begin_conversation(tmp_path, "Money", NOW).id


def test_a_shorter_answer_and_a_narrower_one_are_made_of_the_same_statements() -> None:
    _, answer = extractive()
    assert len(shortened(answer).statements) == max(1, len(answer.statements) // 2)
    assert set(shortened(answer).statements) <= set(answer.statements)
    narrow = narrowed(answer, {"olwen"})
    assert {each.span.transcript_id for one in narrow.statements for each in one.citations} == {"olwen"}
    assert narrow.coverage.with_evidence == ("olwen",)
    assert not narrowed(answer, {"nobody"}).found
