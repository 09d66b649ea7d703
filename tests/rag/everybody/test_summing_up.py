"""A model sums up what everybody was heard to say: over verified words alone, counted as they were, and never in their place."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.reading import estimate_json
from corpus.forgetting import forget
from corpus.library import Library
from corpus.readings import READINGS
from corpus.store import Scope
from exports.answers import answers_export
from exports.markdown import markdown
from models.endpoint import EndpointSettings
from models.metering import Request as Metered
from models.openai_api import OpenAIChat
from rag.answer import Answer, Support
from rag.answering.records import keep_record, record_of_reading
from rag.answering.replay import replay
from rag.as_json import answer_json
from rag.everybody.read_and_summed import ReadsAndSumsUp
from rag.everybody.reading import ReadsByModel
from rag.everybody.reading_estimate import Estimate, estimate_sentence, estimated
from rag.everybody.reading_reply import counts_sentence, reading_answer, reading_json
from rag.everybody.stances import ReadTheme, Stance, Summary
from rag.everybody.summaries import SUMMARY, items_in
from rag.everybody.summing_up import NOT_WRITTEN, SumsUp, messages_on, parts_of
from rag.everybody.theme_reading import ThemeReader
from rag.speech.pseudonyms import Pseudonyms
from rag.spending import Prices
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder
from tests.rag.reading import Words, first_quoted, labelling, parted, summary, words_in
from tests.scripted_endpoint import MODEL, Reply, Request, ScriptedEndpoint

EMBEDDER = WordHashEmbedder()
THEME = "The parking money came late"
ASKED = "Did the parking money come late, would you say?"
SAID = {
    "Ann": ("says", "I waited eleven weeks for the parking money"),
    "Bea": ("says", "The parking money came late for me as well, nobody rang me"),
    "Cal": ("contrary", "Mine was there within the week, every single time"),
    "Dee": ("touches", "Somebody else should tell you about the parking money"),
    "Eve": ("says", "It was Easter before I saw the parking money"),
}
SAYS = labelling(*((name, stance, words) for name, (stance, words) in SAID.items()), asked=[ASKED])
Sums = Callable[[Sequence[Words]], str]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("summed-up")
    (folder / "files").mkdir()
    for name, (_, words) in SAID.items():
        text = f"Interviewer: {ASKED}\n\n{name}: {words}. I came on the bus.\n"
        (folder / "files" / f"{name.lower()}.txt").write_text(text, encoding="utf-8")
    made = library_at(folder / "library", EMBEDDER)
    ingested(made, folder / "files", EMBEDDER)
    return made


@pytest.fixture
def library(shared: Library) -> Library:
    """Read for the theme already or not at all, and not summed up."""
    for path in (shared.path / READINGS).glob("*"):
        if '"versions"' in path.read_text("utf-8"):
            path.unlink()
    return shared


@pytest.fixture
def unread(library: Library) -> Library:
    for path in (library.path / READINGS).glob("*"):
        path.unlink()
    return library


@pytest.fixture
def own(shared: Library, tmp_path: Path) -> Library:
    """A copy that may be changed."""
    shutil.copytree(shared.path.parent / "files", tmp_path / "files")
    made = library_at(tmp_path / "library", EMBEDDER)
    ingested(made, tmp_path / "files", EMBEDDER)
    return made


def label_of(name: str, words: Sequence[Words]) -> str:
    return next(label for label, speaker, _, _ in words if speaker == name)


def replying(*statements: tuple[str, Sequence[str], Sequence[str]]) -> Sums:
    """A summary in (text, names whose words it rests on, words to quote); what is no name is passed on as a label."""

    def sums(words: Sequence[Words]) -> str:
        names = [speaker for _, speaker, _, _ in words]
        return summary(
            *(
                (text, [label_of(each, words) if each in names else each for each in cited], quotes)
                for text, cited, quotes in statements
            )
        )

    return sums


def read(
    library: Library, sums: Sums | Reply, *, window: int = 8_000, judge: str | None = None
) -> tuple[ReadTheme, list[Request]]:
    """The theme read and summed up over HTTP, and the requests for a summary or a look at one."""

    def script(request: Request) -> Reply:
        if words := words_in(request.prompt):
            return sums if isinstance(sums, Reply) else Reply(sums(words), piece_characters=400)
        if "<statement>" in request.prompt:
            return Reply(judge or "YES")
        return Reply(SAYS(*parted(request.messages[-1]["content"])), piece_characters=400)

    with ScriptedEndpoint(script) as there:
        told = EndpointSettings(base_url=there.url, api_key=None, timeout_seconds=30, retries=0)
        model = OpenAIChat(told, MODEL)
        sums_up = SumsUp(library, model, window_tokens=window, looks_again=judge is not None, at_once=2)
        reader = ReadsAndSumsUp(ReadsByModel(library, ThemeReader(model)), sums_up)
        (one,) = library.consistently(lambda: reader.read([THEME], Scope()))
    return one, [request for request in there.chats if "<theme>\n" not in request.prompt or words_in(request.prompt)]


def summed(library: Library, sums: Sums | Reply) -> Summary:
    one, _ = read(library, sums)
    assert one.summary is not None
    return one.summary


def left(library: Library) -> Estimate:
    return estimated(library, [THEME], Scope(), MODEL)


HONEST = replying(
    ("3 of 5 participants waited for the parking money, Ann eleven weeks.", ["Ann", "Bea", "Eve"], []),
    ("Bea adds that nobody rang.", ["Bea"], ["nobody rang me"]),
    ("Cal saw it within the week.", ["Cal"], ["every single time"]),
)


def test_an_honest_summary_is_verified_cited_and_stands_before_what_is_told_by_rule(library: Library) -> None:
    one, asked = read(library, HONEST)
    assert one.summary is not None
    assert [each.support for each in one.summary.statements] == [Support.VERIFIED] * 3
    assert one.summary.notes == ()
    assert len(asked) == 1
    first, second, third = one.summary.statements
    assert first.text == "3 of 5 participants waited for the parking money, Ann eleven weeks."
    assert [each.speaker for each in first.citations] == ["Ann", "Bea", "Eve"]
    assert third.text.endswith("“every single time”")
    for each in (first, second, third):
        for citation in each.citations:
            assert library.transcript(citation.span.transcript_id).quote(citation.span) == citation.quote
    answer = reading_answer("Was it late?", one, ["ann"], Prices(sent=1, received=10))
    assert [each.heading for each in answer.statements[:4]] == [SUMMARY] * 3 + ["Says it"]
    assert answer.introduction == counts_sentence(one)
    assert answer.prompt == "read-theme@1, sum-up@1"
    told = reading_json(one)["summary"]
    assert isinstance(told, dict)
    assert [each["text"] for each in told["statements"]] == [each.text for each in one.summary.statements]  # type: ignore[union-attr, index, call-overload]
    written = markdown(answers_export("Was it late?", [answer], Pseudonyms({}))).decode()
    assert written.index(SUMMARY) < written.index(first.text) < written.index("Says it")


def sent(requests: Sequence[Metered]) -> int:
    """The tokens of some requests."""
    return sum(one.tokens_in for one in requests)


def test_its_cost_joins_the_answers_and_what_is_kept_costs_and_asks_nothing(unread: Library) -> None:
    one, _ = read(unread, HONEST)
    assert one.summary is not None
    assert sent(one.summary.requests) > 500
    answer = reading_answer("?", one, (), Prices(sent=1_000_000, received=0))
    assert answer.spent is not None
    assert answer.spent.tokens_in == answer.spent.cost == sent(one.all_requests)
    again, asked = read(unread, Reply(status=500))
    assert asked == []
    assert again == one
    assert reading_answer("?", again, ()).spent is None


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("4 of 5 participants waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("3 of 4 participants waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("Four waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("Most participants waited for the parking money.", ["Ann", "Bea"]),
        ("The majority of people waited for the parking money.", ["Ann"]),
        ("Everyone waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("All the interviewees had to wait for the parking money.", ["Ann", "Bea", "Eve"]),
        ("No participant saw the parking money.", ["Ann"]),
        ("All carers waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("3 participants speak of the parking money.", ["Ann", "Bea", "Cal"]),  # of both sides
        ("2 participants waited for the parking money.", ["P77"]),
        ("Fewer than three participants waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("More than three participants waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("No more than two waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("All but three participants waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("Not all participants waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("A third of participants waited for the parking money.", ["Ann", "Bea", "Eve"]),
        ("80% of carers waited for the parking money.", ["Ann", "Bea", "Eve", "Dee"]),
    ],
)
def test_a_count_that_is_not_that_of_the_words_cited_is_not_shown(
    library: Library, text: str, cited: Sequence[str]
) -> None:
    one = summed(library, replying((text, cited, []), ("Ann waited eleven weeks.", ["Ann"], [])))
    assert [each.text for each in one.statements] == ["Ann waited eleven weeks."]
    assert any("the count of people was not that of the words cited" in note for note in one.notes)


def test_vague_amounts_that_hold_are_shown_as_counts(library: Library) -> None:
    people = ["Ann", "Bea", "Eve"]
    one = summed(
        library,
        replying(
            ("Most participants waited for the parking money.", people, []),
            ("Several waited for the parking money.", people, []),
            ("Some people saw the parking money late.", ["Eve"], []),
        ),
    )
    assert [each.text.partition(" participants")[0] for each in one.statements] == ["3 of 5", "3 of 5", "1 of 5"]
    assert {each.support for each in one.statements} == {Support.VERIFIED}


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (("Ann waited eleven weeks.", ["P77"], []), "names no passage"),
        (("Ann waited twelve weeks for the parking money.", ["Ann"], []), "number twelve"),
        (("Cal waited eleven weeks for the parking money.", ["Ann"], []), "Cal"),
        (("Mo told Ann to wait for the parking money.", ["Ann"], []), "name Mo"),
        (("Ann never saw the parking money.", ["Ann"], []), "denies something"),
        (("Ann enjoyed gardening in Provence.", ["Ann"], []), "Provence"),
        (("Ann and Cal waited for the parking money.", ["Ann", "Cal"], []), "does not tell them apart"),
        (("The parking money came late every single time.", ["Cal"], []), "rests on words that do not"),
        (("The parking money came late, says Dee.", ["Dee"], []), "rests on words that do not"),
        (("Hundreds of people waited for the parking money.", ["Ann"], []), "“Hundreds”"),
        (("People waited for the parking money.", ["Ann"], []), "“People”"),
        (("Ann waited for the parking money, as did the rest.", ["Ann"], []), "“the rest”"),
        (("Fewer than four participants waited for the parking money.", ["Ann", "Bea", "Eve"], []), "“Fewer than four"),
        (("Ann was the only one who waited for the parking money.", ["Ann"], []), "“the only”"),
        (("Ann thinks the parking money should be paid in advance, as one does.", ["Ann"],
          ["every single time"]), "somebody else said"),
    ],
)  # fmt: skip
def test_lies_are_marked_as_in_any_generated_answer(
    library: Library, statement: tuple[str, Sequence[str], Sequence[str]], why: str
) -> None:
    (one,) = summed(library, replying(statement)).statements
    assert one.support is Support.UNVERIFIED
    assert any(why in problem for problem in one.problems)


def test_both_sides_may_stand_in_one_statement_that_tells_them_apart(library: Library) -> None:
    (one,) = summed(
        library, replying(("Ann waited eleven weeks, while Cal saw it within the week.", ["Ann", "Cal"], []))
    ).statements
    assert one.support is Support.VERIFIED


def test_an_invented_quotation_is_withheld_and_the_note_counts_it(library: Library) -> None:
    one = summed(
        library,
        replying(
            ("Ann says so.", ["Ann"], ["they cheated us of every penny, the crooks"]),
            ("Bea waited as well.", ["Bea"], []),
        ),
    )
    assert [each.text for each in one.statements] == ["Bea waited as well."]
    assert any("1 statement of the model withheld" in note for note in one.notes)
    assert "crooks" not in str(one.statements) + str(one.notes)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(""),
        Reply("I'm sorry, I cannot help with that."),
        Reply('{"statements": [{"text": "Ann wai'),
        Reply('{"statements": []}'),
        Reply("They waited, on the whole."),
        Reply(status=500),
        Reply(status=429),
        Reply('{"statements": [{"text": "Ann waited", "passages": ["P1"], "quotes": []}', cut_off=True),
    ],
)
def test_without_a_summary_what_is_told_by_rule_stays_and_says_so(library: Library, reply: Reply) -> None:
    one, asked = read(library, reply)
    assert one.summary is not None
    assert one.summary.statements == ()
    assert one.summary.notes[0].startswith(NOT_WRITTEN)
    assert asked
    assert bool(one.summary.requests) == (reply.status == 200)  # also a useless reply is paid for, a refusal is not
    answer = reading_answer("?", one, ())
    assert answer.found
    assert [each.heading for each in answer.statements] == ["Says it"] * 3 + ["Says the contrary", "Touches it"]
    assert one.summary.notes[0] in answer.notes
    assert (left(library).requests, left(library).summaries) == (1, 1)  # it was not kept
    again, _ = read(library, HONEST)
    assert again.summary is not None
    assert len(again.summary.statements) == 3


def test_nothing_is_summed_up_before_all_was_read_nor_where_there_is_less_than_two_places(library: Library) -> None:
    asked: list[str] = []

    class Never:
        name = destination = "never"

        def stream(self, messages: object, max_tokens: int) -> object:
            asked.append("asked")
            raise AssertionError

    one, _ = read(library, HONEST)
    unread = replace(one, unread=(object(),), summary=None)  # type: ignore[arg-type]
    silent = replace(one, voices=tuple(replace(each, said=()) for each in one.voices), summary=None)
    alone = replace(silent, voices=(*silent.voices[1:], one.voices[0]))
    for each in (unread, silent, alone):
        assert SumsUp(library, Never()).over([each]) == [each]  # type: ignore[arg-type]
    assert asked == []


def test_more_words_than_a_window_holds_are_summed_up_in_parts_and_everybody_is_heard(library: Library) -> None:
    one, _ = read(library, HONEST)
    rounds = items_in(one, library.transcript)
    assert [item.participant for item in rounds[0]] == ["Ann", "Bea", "Eve", "Cal", "Dee"]
    parts = parts_of(one, rounds, 0, count=lambda text: 200)
    assert [[item.label for item in part] for part in parts] == [["P1", "P2"], ["P3", "P4"], ["P5"]]
    assert "at most 2." in messages_on(one, parts[0], len(parts))[0].text


def test_the_statements_of_all_parts_are_shown_and_the_record_checks_each_against_its_own_words(
    library: Library, tmp_path: Path
) -> None:
    read_once, _ = read(library, HONEST)
    crowd = replace(read_once, summary=None, voices=read_once.voices * 5)

    def script(request: Request) -> Reply:
        return Reply(first_quoted(words_in(request.prompt)), piece_characters=400)

    with ScriptedEndpoint(script) as there:
        told = EndpointSettings(base_url=there.url, api_key=None, timeout_seconds=30, retries=0)
        (one,) = SumsUp(library, OpenAIChat(told, MODEL), window_tokens=1_000).over([crowd])
        sent = [{label for label, *_ in words_in(request.prompt)} for request in there.chats]
    assert len(sent) > 1
    assert not sent[0] & sent[1]
    assert sum(map(len, sent)) == 25
    assert one.summary is not None
    assert len(one.summary.statements) == len(sent)
    answer = reading_answer(THEME, one, ())
    record = record_of_reading(one, answer, Scope(), "digest", datetime.now(UTC), library.transcript)
    assert replay(keep_record(tmp_path, record), library.transcript).ok
    swapped = record.summary.parts[::-1]  # type: ignore[union-attr]
    labels = [part.labels for part in record.summary.parts]  # type: ignore[union-attr]
    parts = tuple(part.model_copy(update={"labels": each}) for part, each in zip(swapped, labels, strict=True))
    forged = record.model_copy(update={"summary": record.summary.model_copy(update={"parts": parts})})  # type: ignore[union-attr]
    assert not replay(keep_record(tmp_path, forged), library.transcript).ok


def test_a_persons_further_words_fill_the_window_and_take_no_request_of_their_own(library: Library) -> None:
    one, _ = read(library, HONEST)
    said = one.voices[0].said[0]
    twice = replace(one, voices=(replace(one.voices[0], said=(said, said)), *one.voices[1:]))
    rounds = items_in(twice, library.transcript)
    assert [len(each) for each in rounds] == [5, 1]
    assert [len(part) for part in parts_of(twice, rounds, 8_000)] == [6]
    assert [len(part) for part in parts_of(twice, rounds, 0, count=lambda text: 100)] == [5]


def test_what_is_too_long_for_the_model_is_asked_for_in_parts(library: Library) -> None:
    one, _ = read(library, HONEST)
    for path in (library.path / READINGS).iterdir():
        if '"asked"' in path.read_text("utf-8") and '"versions"' in path.read_text("utf-8"):
            path.unlink()
    refused: list[int] = []

    def sums(words: Sequence[Words]) -> str:
        return HONEST(words)

    def script(request: Request) -> Reply:
        if not refused:
            refused.append(1)
            return Reply(status=400, problem="maximum context length is 4096 tokens")
        return Reply(sums(words_in(request.prompt)), piece_characters=400)

    with ScriptedEndpoint(script) as there:
        told = EndpointSettings(base_url=there.url, api_key=None, timeout_seconds=30, retries=0)
        (again,) = SumsUp(library, OpenAIChat(told, MODEL)).over([replace(one, summary=None)])
    assert again.summary == one.summary


def test_the_estimate_counts_the_summary_and_nothing_is_left_when_it_is_kept(unread: Library) -> None:
    before = left(unread)
    assert (before.requests, before.summaries, before.kept) == (6, 1, 0)
    assert "6 requests for 1 theme in 5 interviews, 1 of them to sum up what was found" in estimate_sentence(before)
    assert estimate_json(before)["summaries"] == 1
    read(unread, Reply(status=500))
    between = left(unread)
    assert estimate_sentence(between).startswith(
        "1 request for 1 theme in 5 interviews, to sum up what was found: about"
    )
    assert (between.requests, between.summaries, between.kept) == (1, 1, 5)
    one, (asked,) = read(unread, HONEST)
    assert abs(sent(one.all_requests) - between.tokens_in) < 5
    assert asked
    after = left(unread)
    assert (after.requests, after.kept, after.tokens_in) == (0, 6, 0)


def test_a_second_look_may_doubt_a_summary_and_is_kept_with_it(library: Library) -> None:
    one, asked = read(library, HONEST, judge="NO")
    assert one.summary is not None
    assert len(asked) == 4
    assert {each.support for each in one.summary.statements} == {Support.UNVERIFIED}
    again, asked_again = read(library, HONEST, judge="NO")
    assert asked_again == []
    assert again == one
    assert again.summary is not None
    assert again.all_requests == ()


def test_stopped_before_its_summary_a_reading_goes_on_with_that_alone(unread: Library) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        assert of == len(SAID) + 1
        if done == len(SAID):
            raise Stopped

    with ScriptedEndpoint(lambda request: Reply(SAYS(*parted(request.messages[-1]["content"])))) as there:
        model = OpenAIChat(EndpointSettings(base_url=there.url, api_key=None, timeout_seconds=30, retries=0), MODEL)
        with pytest.raises(Stopped):
            ReadsAndSumsUp(ReadsByModel(unread, ThemeReader(model)), SumsUp(unread, model)).read([THEME], Scope(), stop)
        assert len(there.chats) == len(SAID)
    one, asked = read(unread, HONEST)
    assert len(asked) == 1
    assert one.requests == ()


def kept_texts(library: Library) -> str:
    return "".join(path.read_text("utf-8") for path in (library.path / READINGS).iterdir())


def test_a_kept_summary_goes_with_any_interview_it_was_written_over(own: Library) -> None:
    read(own, HONEST)
    assert "eleven weeks." in kept_texts(own)
    forget(own, ["dee"])  # cited by no statement, but her words were sent
    assert '"versions"' not in kept_texts(own)
    assert left(own).summaries == 1


def test_other_words_another_model_or_a_changed_interview_are_summed_up_anew(own: Library, tmp_path: Path) -> None:
    read(own, HONEST)
    path = tmp_path / "files" / "dee.txt"
    path.write_text(path.read_text("utf-8").replace("the bus", "a tram"), encoding="utf-8")
    ingested(own, tmp_path / "files", EMBEDDER)
    assert '"versions"' not in kept_texts(own)
    assert (left(own).requests, left(own).summaries) == (2, 1)
    assert estimated(own, [THEME], Scope(), "other").summaries == 1


def test_the_answer_says_the_same_in_json_and_holds_stances_by_rule_too(library: Library) -> None:
    one, _ = read(library, HONEST)
    answer: Answer = reading_answer("?", one, ())
    told = answer_json(answer)["statements"]
    assert isinstance(told, list)
    assert [each["support"] for each in told] == ["verified"] * 8  # type: ignore[index, call-overload]
    assert {voice.participant for voice in one.saying} == {"Ann", "Bea", "Eve"}
    assert [quote.quote for quote in one.voices[0].quotes(Stance.SAYS)] == [SAID["Ann"][1]]
