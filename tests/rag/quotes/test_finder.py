"""The quote finder: whole sentences of one participant, spread over people, and nothing where nobody speaks of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.library import Library
from corpus.sentences import sentence_spans
from corpus.store import Scope
from corpus.transcript import Role, Span
from rag.answering.assistant import Assistant
from rag.errors import KeptFileError
from rag.quotes.finder import QuoteFinder, QuotesFound, Wanted
from rag.quotes.quote import Length, tone_of
from rag.retrieval.evidence import needed_for
from rag.retrieval.evidence_search import weighed
from rag.retrieval.retriever import Retriever
from rag.speech.pseudonyms import read_pseudonyms
from rag.speech.question_before import question_before
from rag.writing.extractive import ExtractiveWriter
from tests.corpus.interviews import ingested, library_at
from tests.fakes import Choosing, WordHashEmbedder
from tests.rag.talks import talk

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FERRY = {
    "ada": "The ferry money never came back to us. I paid the ferry money myself every week and the office lost the forms.",
    "bob": "I think the ferry money was fair and good. They paid the ferry money before we sailed, every single time.",
    "cyd": "That was it. The ferry money was a worry for my mother, and she stopped going because of the ferry money.",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    files = tmp_path / "files"
    files.mkdir()
    for name, words in FERRY.items():
        (files / f"{name}.txt").write_text(
            f"Interviewer: What about the ferry money, the ferry money for the ferry?\n\n{name.title()}: {words}\n\n"
            f"Interviewer: And the choir?\n\n{name.title()}: We sang in the choir on Sundays until the organ broke down for good.\n",
            encoding="utf-8",
        )
    embedder = WordHashEmbedder()
    library = library_at(tmp_path / "library", embedder)
    ingested(library, files, embedder)
    return library


@pytest.fixture
def finder(library: Library) -> QuoteFinder:
    return QuoteFinder(Retriever(library, WordHashEmbedder()))


WANTED = Wanted(top=6, length=Length(least=8, most=40))


def test_where_nobody_speaks_of_it_nothing_is_offered(finder: QuoteFinder) -> None:
    assert finder.find("xylophones zithers", WANTED) == []


@pytest.mark.parametrize("topic", ["the organ of parliament and its upper chamber", "the ferry money"])
def test_quotes_are_offered_only_where_an_answer_would_be_given(
    finder: QuoteFinder, library: Library, topic: str
) -> None:
    found = finder.look_for(topic, WANTED)
    answer = Assistant(Retriever(library, WordHashEmbedder()), ExtractiveWriter()).ask(topic)
    assert found.spoken_of is answer.found is bool(found.quotes)
    assert found.nearest == (() if found.quotes else answer.nearest)
    assert bool(found.nearest) is not bool(found.quotes)


def test_a_subject_of_a_word_or_two_that_is_said_needs_less_than_one_that_is_only_near(library: Library) -> None:
    retriever = Retriever(library, WordHashEmbedder())

    def eased(topic: str) -> float:
        held = weighed(retriever, topic, Scope(), retriever.vector(topic))
        return round(needed_for(retriever.unspoken(topic)) - held.needed, 3)

    assert eased("organ") == eased("choir Sundays") == 0.15
    assert eased("organ worry") == eased("zither") == eased("the organ, the choir and Sundays") == 0.0


def test_a_model_is_not_asked_to_choose_where_nobody_speaks_of_it(library: Library) -> None:
    model = Choosing("1")
    assert not QuoteFinder(Retriever(library, WordHashEmbedder()), model).find("the ferry xylophone zither", WANTED)
    assert not model.sent


def test_quotes_are_whole_sentences_of_one_participant_cut_from_the_transcript(
    finder: QuoteFinder, library: Library
) -> None:
    quotes = finder.find("the ferry money", WANTED)
    assert quotes
    for quote in quotes:
        span = quote.citation.span
        transcript = library.transcript(span.transcript_id)
        assert quote.text == transcript.text[span.start : span.end]
        turns = transcript.turns_in(span.start, span.end)
        assert len(turns) == 1
        assert turns[0].role is not Role.INTERVIEWER
        sentences = sentence_spans(transcript.text, turns[0].start, turns[0].end)
        assert span.start in {start for start, _ in sentences}
        assert span.end in {end for _, end in sentences}
        assert 8 <= len(quote.text.split()) <= 40


def test_the_first_quotes_are_of_different_people_and_none_overlap(finder: QuoteFinder) -> None:
    quotes = finder.find("the ferry money", WANTED)
    assert len({quote.participant for quote in quotes[:3]}) == 3
    assert not any(a.citation.span.overlaps(b.citation.span) for a in quotes for b in quotes if a is not b)


def test_a_quote_knows_its_question(finder: QuoteFinder) -> None:
    quote = finder.find("the ferry money", WANTED)[0]
    assert quote.question is not None
    assert quote.question.quote == "What about the ferry money, the ferry money for the ferry?"
    assert quote.question.role is Role.INTERVIEWER


def test_a_filter_on_speakers_holds(finder: QuoteFinder) -> None:
    quotes = finder.find("the ferry money", Wanted(top=6, length=Length(least=8), scope=Scope(speakers=("Bob",))))
    assert {quote.citation.speaker for quote in quotes} == {"Bob"}


def test_more_like_this_leaves_the_seed_out_and_the_contrary_turns_its_tone(finder: QuoteFinder) -> None:
    seed = next(quote for quote in finder.find("the ferry money", WANTED) if quote.citation.speaker == "Bob")
    assert tone_of(seed.text) == 1
    alike = finder.more_like(seed.citation.span, WANTED)
    assert alike
    assert not any(quote.citation.span.overlaps(seed.citation.span) for quote in alike)
    contrary = finder.the_contrary(seed.citation.span, WANTED)
    assert contrary[0].tone == -1
    assert 1 not in {quote.tone for quote in contrary}


@pytest.mark.parametrize(
    "words",
    [
        "And then, thank you very much, goodbye.",
        "They say it's lovely.",
        "A lovely stair, and he owes me for it.",
        "It was good and it was awful.",
    ],
)
def test_courtesies_reports_and_mixed_words_have_no_tone(words: str) -> None:
    assert tone_of(words) == 0


def two_talks(path: Path, ada: str, bob: str) -> QuoteFinder:
    files = path / "two"
    files.mkdir()
    for name, words in (("ada", ada), ("bob", bob)):
        told = f"Interviewer: What about the ferry, the harbour and the pay?\n\n{name.title()}: {words}\n"
        (files / f"{name}.txt").write_text(told, encoding="utf-8")
    library = library_at(path / "two-library", WordHashEmbedder())
    ingested(library, files, WordHashEmbedder())
    return QuoteFinder(Retriever(library, WordHashEmbedder()))


def place_of(words: str, finder: QuoteFinder) -> Span:
    transcript = finder._library.transcript("ada")
    start = transcript.text.index(words)
    return transcript.span(start, start + len(words))


def test_more_like_this_is_other_peoples_first_and_nothing_from_beside_it(tmp_path: Path) -> None:
    finder = two_talks(
        tmp_path,
        "The harbour pay was late again in the winter months. The harbour pay was late in the summer months too. "
        + "We sang the old songs of the herring fleet all night long. " * 5
        + "And the harbour pay was late again in the winter of the storm.",
        "My harbour pay came late, every month of the year.",
    )
    seed = place_of("The harbour pay was late again in the winter months.", finder)
    alike = finder.more_like(seed, Wanted(top=3, length=Length(least=6, most=14)))
    assert [quote.participant for quote in alike[:2]] == ["Bob", "Ada"]
    assert all(quote.participant == "Bob" or quote.citation.span.start > seed.end + 200 for quote in alike)


def test_what_goes_on_where_a_quote_ends_is_joined_to_it_or_left_out(finder: QuoteFinder) -> None:
    for most in (40, 16):
        quotes = finder.find("the ferry money", Wanted(top=8, length=Length(least=8, most=most)))
        ends = {(quote.citation.span.transcript_id, quote.citation.span.end + 1) for quote in quotes}
        assert not ends & {(quote.citation.span.transcript_id, quote.citation.span.start) for quote in quotes}
        joined = [quote for quote in quotes if quote.text.count(".") == 2 and quote.participant == "Bob"]
        assert bool(joined) is (most == 40)


def test_the_contrary_in_the_speakers_own_words_is_offered_where_nobody_elses_is_and_it_is_said(tmp_path: Path) -> None:
    own = "The ferry was good and fair to all of us. " + "We sang songs of the herring fleet all night long. " * 5
    own += "And in the end the ferry was bad and unfair to all of us."
    finder = two_talks(tmp_path, own, "The ferry sailed at six on the Tuesday, and we all went.")
    seed = place_of("The ferry was good and fair to all of us.", finder)
    found = tuple(finder.the_contrary(seed, Wanted(length=Length(least=6, most=30))))
    assert {quote.participant for quote in found} == {"Ada"}
    assert QuotesFound(quotes=found, contrary_of="Ada").notes
    assert not QuotesFound(quotes=found, contrary_of="Bob").notes
    assert not QuotesFound(quotes=(), contrary_of="Ada").notes


def test_the_contrary_is_other_peoples_first_and_nothing_without_a_sign_of_it(finder: QuoteFinder) -> None:
    seed = next(quote for quote in finder.find("the ferry money", WANTED) if quote.citation.speaker == "Cyd")
    assert finder.the_contrary(seed.citation.span, WANTED)[0].citation.speaker == "Bob"
    choir = finder.find("the choir sang Sundays", WANTED)[0]
    assert finder.more_like(choir.citation.span, WANTED)
    assert finder.the_contrary(choir.citation.span, WANTED) == []


def test_shorter_is_a_part_of_the_quote_in_whole_sentences(finder: QuoteFinder, library: Library) -> None:
    transcript = library.transcript("ada")
    turn = next(turn for turn in transcript.turns if turn.speaker == "Ada")
    quote = finder.at(transcript.span(turn.start, turn.end))
    shorter = finder.shorter(quote, "the ferry money", least=4)
    assert shorter is not None
    assert shorter.text in quote.text
    assert len(shorter.text) < len(quote.text)
    assert finder.shorter(shorter, "the ferry money", least=4) is None


def test_a_model_chooses_by_number_and_cannot_change_a_word(library: Library) -> None:
    retriever = Retriever(library, WordHashEmbedder())
    ours = QuoteFinder(retriever).find("the ferry money", WANTED)
    model = Choosing("2, 99, 1. And I would add: the ferry was a dream")
    chosen = QuoteFinder(retriever, model).find("the ferry money", WANTED)
    assert [quote.citation for quote in chosen] == [ours[1].citation, ours[0].citation]
    assert "Interviewer" not in model.sent
    assert QuoteFinder(retriever, Choosing("none")).find("the ferry money", WANTED) == []
    assert QuoteFinder(retriever, Choosing("I cannot say")).find("the ferry money", WANTED) == ours


def test_without_a_question_before_it_there_is_none() -> None:
    alone = talk("solo", "Solo", ("Vera", "Nobody asked me anything, and I went on talking all the same."))
    assert question_before(alone, alone.turns[0].start) is None


def test_pseudonyms_are_read_and_a_broken_line_is_named(tmp_path: Path) -> None:
    assert read_pseudonyms(tmp_path) == {}
    (tmp_path / "pseudonyms.csv").write_text("name,pseudonym\nAda,Grace\n\n", encoding="utf-8")
    assert read_pseudonyms(tmp_path) == {"ada": "Grace"}
    (tmp_path / "pseudonyms.csv").write_text("Ada\n", encoding="utf-8")
    with pytest.raises(KeptFileError, match="line 1"):
        read_pseudonyms(tmp_path)


def test_a_place_outside_the_text_is_refused(finder: QuoteFinder) -> None:
    with pytest.raises(ValueError, match="does not lie"):
        finder.at(Span(transcript_id="ada", start=5, end=10_000))
