"""A model reads everybody: only verified words count, nobody is counted too early, and nothing is asked for twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.store import Scope
from models.errors import AnswerCutOff, EndpointError, EndpointUnreachable, RequestRefused
from models.tokens import token_counter
from rag.everybody import summing_up
from rag.everybody.reading import ReadsByModel
from rag.everybody.reading_estimate import estimated
from rag.everybody.reading_reply import counts_sentence, reading_answer, reading_json
from rag.everybody.stances import ReadTheme, Stance, Standing
from rag.everybody.theme_reading import REPLY_TOKENS, ThemeReader, messages_on, plan
from rag.everybody.theme_replies import read_reply
from rag.spending import Prices
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder
from tests.rag.reading import Says, ScriptedReader, labelling, reply

EMBEDDER = WordHashEmbedder()
THEME = "The parking money came late"
ASKED = "Did the parking money come late, would you say?"
ANN, ANN_LATER = "I waited eleven weeks for the parking money", "This spring the parking money came the same day"
BEA, CAL = "The parking money came late for me as well", "Mine was there within the week, every single time"
DEE = "Somebody else should tell you about the parking money"
FILES = {
    "one.txt": f"Interviewer: {ASKED}\n\nAnn: {ANN}. Nobody rang me about it.\n",
    "two.txt": f"Interviewer: And this spring?\n\nAnn: {ANN_LATER}, to be fair.\n",
    "pair.txt": f"Interviewer: {ASKED}\n\nBea: {BEA}. It was hard.\n\nCal: {CAL}.\n",
    "dee.txt": f"Interviewer: {ASKED}\n\nDee: {DEE}, not me. I came on the bus.\n",
    "eve.txt": "Interviewer: How is the garden?\n\nEve: We grew beans and tomatoes all the summer long.\n",
}
ALL = [("Ann", "says", ANN), ("Ann", "contrary", ANN_LATER), ("Bea", "says", BEA), ("Cal", "contrary", CAL),
       ("Dee", "touches", DEE)]  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> Library:
    files = tmp_path / "files"
    files.mkdir()
    for name, text in FILES.items():
        (files / name).write_text(text, encoding="utf-8")
    made = library_at(tmp_path / "library", EMBEDDER)
    ingested(made, files, EMBEDDER)
    return made


def read(library: Library, model: ScriptedReader, *themes: str, scope: Scope | None = None) -> list[ReadTheme]:
    reader = ReadsByModel(library, ThemeReader(model))
    return library.consistently(lambda: reader.read(themes or (THEME,), scope or Scope()))


def standings(one: ReadTheme) -> dict[str, str]:
    return {voice.participant: voice.standing.value for voice in one.voices}


def test_one_person_in_two_files_is_one_and_two_in_one_file_are_two(library: Library) -> None:
    model = ScriptedReader(labelling(*ALL, asked=[ASKED]))
    (one,) = read(library, model)
    assert standings(one) == {"Ann": "both", "Bea": "says", "Cal": "contrary", "Dee": "touches", "Eve": "nothing"}
    assert {voice.participant for voice in one.voices if voice.asked} == {"Ann", "Bea", "Cal", "Dee"}
    assert counts_sentence(one) == (
        "2 of 5 participants say it, 2 say the contrary (so 1 of them says both); 1 touches it; of 1 nothing was found."
    )
    assert [voice.participant for voice in one.never_asked] == ["Eve"]
    assert one.silent == ()
    for voice in one.voices:
        for said in voice.said:
            span = said.citation.span
            assert library.transcript(span.transcript_id).quote(span) == said.citation.quote
    assert len(model.sent) == len(FILES)


def test_what_is_said_by_nobody_by_another_or_by_the_interviewer_moves_no_count(library: Library) -> None:
    lies = reply(
        ("Ann", "says", "Everybody was paid nine hundred pounds on the day"),
        ("Interviewer", "says", ASKED),
        ("Dee", "says", ASKED),
        ("Bea", "says", CAL),
        ("Cal", "contrary", BEA),
        ("Nobody", "says", BEA),
        ("", "says", BEA),
        ("Bea", "perhaps", BEA),
        ("Bea", "says", "late"),
        asked=["Were you paid by helicopter, would you say?", BEA, "late?"],
    )
    (one,) = read(library, ScriptedReader(lambda theme, stretch: lies))
    assert set(standings(one).values()) == {"nothing"}
    assert not any(voice.asked for voice in one.voices)
    assert one.complete
    assert one.dropped == 12 * len(FILES)
    assert counts_sentence(one).startswith("0 of 5 participants say it, 0 say the contrary")
    assert not reading_answer("?", one, ()).found


def test_a_name_copied_with_its_role_is_that_name(library: Library) -> None:
    items = [("BEA (participant)", "says", BEA), ("Cal (participant):", "contrary", CAL)]
    (one,) = read(library, ScriptedReader(labelling(*items)))
    assert (standings(one)["Bea"], standings(one)["Cal"]) == ("says", "contrary")


def test_the_same_words_for_and_against_count_for_neither(library: Library) -> None:
    (one,) = read(library, ScriptedReader(labelling(("Bea", "says", BEA), ("Bea", "contrary", BEA))))
    assert standings(one)["Bea"] == "nothing"
    assert one.dropped == 2


def test_a_speaker_filter_counts_these_people_and_reads_only_their_interviews(library: Library) -> None:
    model = ScriptedReader(labelling(*ALL))
    (one,) = read(library, model, scope=Scope(speakers=("Bea",)))
    assert standings(one) == {"Bea": "says"}
    assert len(model.sent) == 1


@pytest.mark.parametrize("broken", ["", "I cannot help with that.", '{"items": [{"speaker"', '{"asked": []}', "[1, 2]"])
def test_a_broken_reply_leaves_its_transcript_unread_and_nobody_counted(library: Library, broken: str) -> None:
    says = labelling(*ALL)
    (one,) = read(library, ScriptedReader(lambda theme, text: broken if DEE in text else says(theme, text)))
    assert [each.title for each in one.unread] == ["dee"]
    assert standings(one)["Dee"] == "not_read"
    assert standings(one)["Bea"] == "says"
    sentence = counts_sentence(one)
    assert sentence.startswith("Not counted")
    assert " of 5 " not in sentence
    told = reading_json(one)
    assert (told["says"], told["speaking"], told["silent"], told["complete"]) == (None, None, None, False)
    again = ScriptedReader(labelling(*ALL))
    (whole,) = read(library, again)
    assert whole.complete
    assert len(again.sent) == 1  # what could be read is not asked again


def failing(error: EndpointError, words: str) -> Says:
    def says(theme: str, stretch: str) -> str:
        if words in stretch:
            raise error
        return labelling(*ALL)(theme, stretch)

    return says


def test_a_lost_connection_leaves_one_unread_and_an_endpoint_that_is_gone_is_not_asked_on(library: Library) -> None:
    (lost,) = read(library, ScriptedReader(failing(AnswerCutOff("nowhere"), DEE)))
    assert [each.title for each in lost.unread] == ["dee"]
    gone = ScriptedReader(failing(EndpointUnreachable("nowhere"), " "))
    first, second = read(library, gone, THEME, "Buses")
    assert [each.title for each in first.unread] == ["dee"]  # the rest is kept, and is read all the same
    assert len(second.unread) == len(FILES)
    assert len(gone.sent) == 1
    assert counts_sentence(second).count("Nobody answers at nowhere") == 1


def test_a_stopped_reading_goes_on_where_it_was(library: Library) -> None:
    class Stopped(Exception):
        pass

    def stop_at(limit: int) -> Callable[[int, int], None]:
        def report(done: int, of: int) -> None:
            assert of == len(FILES)
            if done == limit:
                raise Stopped

        return report

    first = ScriptedReader(labelling(*ALL))
    with pytest.raises(Stopped):
        ReadsByModel(library, ThemeReader(first)).read([THEME], Scope(), stop_at(3))
    assert len(first.sent) == 3
    estimate = estimated(library, [THEME], Scope(), "scripted")
    assert (estimate.kept, estimate.requests - estimate.summaries) == (3, len(FILES) - 3)
    second = ScriptedReader(labelling(*ALL))
    (one,) = read(library, second)
    assert len(second.sent) == len(FILES) - 3
    assert standings(one)["Ann"] == "both"
    third = ScriptedReader(labelling())
    assert read(library, third) == [one]
    assert third.sent == []


def test_another_theme_model_or_version_is_asked_for_anew(library: Library, tmp_path: Path) -> None:
    read(library, ScriptedReader(labelling(*ALL)))
    other = ScriptedReader(labelling(*ALL), name="other")
    read(library, other)
    assert len(other.sent) == len(FILES)
    theme = ScriptedReader(labelling(*ALL))
    read(library, theme, "Buses")
    assert len(theme.sent) == len(FILES)
    (tmp_path / "files" / "dee.txt").write_text(FILES["dee.txt"].replace("bus", "tram"), encoding="utf-8")
    ingested(library, tmp_path / "files", EMBEDDER)
    again = ScriptedReader(labelling(*ALL))
    (one,) = read(library, again)
    assert len(again.sent) == 1
    assert standings(one)["Dee"] == "touches"


def test_what_is_too_long_for_the_model_is_read_in_halves_and_kept_so(library: Library, tmp_path: Path) -> None:
    said = " ".join(f"I have said sentence number {number} of a long answer." for number in range(300))
    (tmp_path / "files" / "fay.txt").write_text(f"Interviewer: {ASKED}\n\nFay: {said} {BEA}, too.\n", encoding="utf-8")
    ingested(library, tmp_path / "files", EMBEDDER)

    def says(theme: str, stretch: str) -> str:
        if len(stretch) > 6_000:
            raise RequestRefused("nowhere", status=400, too_long=True)
        return labelling(("Fay", "says", BEA))(theme, stretch)

    model = ScriptedReader(says)
    (one,) = read(library, model)
    assert one.complete
    assert standings(one)["Fay"] == "says"
    tried = len(model.sent)
    again = ScriptedReader(says)
    assert read(library, again) == [one]
    assert again.sent == []
    assert estimated(library, [THEME], Scope(), "scripted").requests == 0  # the words of one place are not summed up
    assert tried < 20


def test_a_reply_that_runs_into_its_limit_is_asked_for_in_halves(library: Library, tmp_path: Path) -> None:
    said = " ".join(f"I have said sentence number {number} of an answer." for number in range(60))
    (tmp_path / "files" / "fay.txt").write_text(f"Interviewer: {ASKED}\n\nFay: {said}\n", encoding="utf-8")
    ingested(library, tmp_path / "files", EMBEDDER)

    def says(theme: str, stretch: str) -> str:
        if len(stretch) > 2_000:
            raise AnswerCutOff("nowhere", REPLY_TOKENS)
        return reply()

    (one,) = read(library, ScriptedReader(says))
    assert one.complete


def test_an_estimate_asks_nobody_and_counts_requests_and_tokens(library: Library) -> None:
    one = estimated(library, [THEME, "Buses"], Scope(), None)
    assert (one.themes, one.transcripts, one.requests, one.summaries, one.kept) == (2, 5, 12, 2, 0)
    assert one.most_tokens_out == 10 * REPLY_TOKENS + 2 * summing_up.REPLY_TOKENS
    dee = Scope(transcripts=(library.record("dee").id,))
    model = ScriptedReader(labelling())
    single = estimated(library, [THEME], dee, None)
    read(library, model, scope=dee)
    assert single.requests - single.summaries == len(model.sent) == 1
    transcript = library.transcript("dee")
    sent = messages_on(THEME, transcript, *plan(transcript))
    nothing = ReadTheme(theme=THEME, voices=(), unread=(), dropped=0, model="", prompt="")
    sent += summing_up.messages_on(nothing, ())
    words = single.tokens_in - sum(token_counter()(message.text) for message in sent)
    assert 40 < words < 160  # a guess, of what one person says


def test_answers_and_json_hold_only_words_that_were_said(library: Library) -> None:
    (one,) = read(library, ScriptedReader(labelling(*ALL, asked=[ASKED])))
    searched = [record.id for record in library.list_records()]
    prices = Prices(sent=1e6, received=1e6)
    answer = reading_answer("Was it late?", one, searched, prices)
    assert [each.heading for each in answer.statements] == ["Says it"] * 2 + ["Says the contrary"] * 2 + ["Touches it"]
    assert answer.statements[0].text == f"Ann says it: “{ANN}”"
    assert answer.introduction == counts_sentence(one)
    assert (answer.model, answer.prompt) == ("scripted", "read-theme@1")
    told = reading_json(one, prices)
    assert answer.spent is not None
    tokens = (answer.spent.tokens_in, answer.spent.tokens_out)
    assert tokens == tuple(sum(getattr(each, way) for each in one.requests) for way in ("tokens_in", "tokens_out"))
    assert len(one.requests) == len(FILES)
    assert told["spent"] == {
        "tokens_in": tokens[0],
        "tokens_out": tokens[1],
        "cost": sum(tokens),
        "currency": None,
    }
    assert (told["says"], told["contrary"], told["both"], told["touches"], told["nothing"]) == (2, 2, 1, 1, 1)
    assert (told["speaking"], told["silent"], told["never_asked"]) == (4, [], ["Eve"])


def test_no_words_are_shown_twice_and_taking_a_side_comes_first(library: Library) -> None:
    items = [("Bea", "touches", BEA), ("Bea", "says", "came late for me as well")]
    (one,) = read(library, ScriptedReader(labelling(*items)))
    (bea,) = one.standing(Standing.SAYS)
    assert [quote.quote for quote in bea.quotes(Stance.SAYS)] == ["came late for me as well"]
    assert bea.quotes(Stance.TOUCHES) == ()


def test_a_reply_in_a_fence_is_read_and_nothing_is_mended() -> None:
    assert read_reply('```json\n{"asked": [], "items": []}\n```').broken is False
    assert read_reply('{"items": "none"}').broken
    assert read_reply('{"items": [{"speaker": "Ana", "quote": "x", "stance": "says"}').broken
    assert read_reply("[" * 100_000).broken
    assert read_reply('{"items": [' + "[" * 100_000).broken
