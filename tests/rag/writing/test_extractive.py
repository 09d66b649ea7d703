"""Without a model the note begins with what is nearest, and lets everybody finish."""

from __future__ import annotations

from dataclasses import replace

from rag.answer import Evidence, cite
from rag.writing.extractive import ALSO, ExtractiveWriter, introduction
from tests.rag.talks import BERYL, EVIDENCE, OLWEN


def said(transcript_words: str, score: float) -> Evidence:
    """The evidence that these words are, with this score."""
    for transcript in (BERYL, OLWEN):
        if (start := transcript.text.find(transcript_words)) >= 0:
            place = cite(transcript, start, start + len(transcript_words))
            passage = next(one.passage for one in EVIDENCE if one.passage.transcript_id == transcript.id)
            return Evidence(citation=place, passage=passage, score=score)
    raise AssertionError(f"nobody says {transcript_words!r}")


NEAREST = said("I never went back to Harrogate.", 0.9)
OTHER = said("They listened to every word I said.", 0.8)
EARLIER = said("they gave us twelve pounds, you know, in an envelope.", 0.7)


def leads(*evidence: Evidence) -> list[str]:
    return [one.text.split(":")[0] for one in ExtractiveWriter().write("What was paid?", evidence)]


def test_it_begins_with_the_nearest_and_nobody_is_interrupted() -> None:
    statements = list(ExtractiveWriter().write("What was paid?", [NEAREST, OTHER, EARLIER]))
    assert [one.citations[0] for one in statements] == [each.citation for each in (NEAREST, EARLIER, OTHER)]
    assert leads(NEAREST, OTHER, EARLIER) == ["Beryl says", "Beryl also says", "Olwen says"]
    assert not any(one.heading == ALSO for one in statements)


def test_who_goes_on_is_not_introduced_three_times_in_the_same_words() -> None:
    taxi = said("I paid for the taxi myself", 0.6)
    assert leads(NEAREST, EARLIER, taxi) == ["Beryl says", "Beryl also says", "Beryl adds"]
    unlabelled = [replace(one, citation=replace(one.citation, speaker=None)) for one in (NEAREST, EARLIER)]
    assert leads(*unlabelled)[1] == "A speaker in Beryl Stott says"
    assert introduction([NEAREST, EARLIER], 0) == "2 extracts from 1 speaker, in their own words."
    assert introduction([NEAREST, OTHER], 0) == "2 extracts from 2 speakers in 2 transcripts, in their own words."


def test_words_that_lean_on_others_do_not_open_it_where_others_are_as_near() -> None:
    leaning = replace(OTHER, score=0.92)
    assert leads(NEAREST, leaning)[0] == "Beryl says"
    assert leads(NEAREST, replace(OTHER, score=1.2))[0] == "Olwen says"


def test_nothing_to_say_is_no_statement() -> None:
    assert leads() == []
