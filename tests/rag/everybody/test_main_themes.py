"""What comes up when nobody names a theme: who is read, what is grouped, and how it is called."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.store import Scope
from corpus.transcript import Role
from exports.theme_tables import main_themes_table
from rag.everybody.cluster_features import features_of, unit
from rag.everybody.clusters import clusters_of, k_means
from rag.everybody.main_themes import MainThemes, ThemeFinder, stretches_of, themes_in
from rag.everybody.main_themes_reply import heading, limits_of, main_themes_json
from rag.everybody.questions import asks_for_themes
from rag.retrieval.retriever import Retriever
from rag.speech.nouns import as_written, noun_stems, stem_of
from rag.speech.pseudonyms import Pseudonyms
from rag.speech.words import words_in
from rag.writing.theme_names import Said, names_for
from tests.corpus.interviews import ingested, library_at
from tests.fakes import WordHashEmbedder
from tests.rag.talks import BERYL, talk

_ASKED = ("Interviewer", "What about parking at the zoo, the parking, the parking?")
_BUSES = [
    "The bus fares were never paid back, and the bus was late, so I paid the bus fares myself.",
    "I spent my own money on the bus fares. The bus fares are dear and the bus is always full.",
    "Nobody told me about the bus fares. I kept every ticket of the bus for the bus fares.",
]
_CRECHE = [
    "There was no crèche, so the baby came too, and the crèche was promised and the baby cried.",
    "They said the crèche was too dear. My baby sat on my knee, for the crèche had no room for a baby.",
    "A crèche would help me most. With the baby and no crèche I stay at home with the baby.",
]
TALKS = [
    talk(
        name,
        name,
        *[
            turn
            for words in (*_BUSES[at:], *_BUSES[:at], *_CRECHE[at:], *_CRECHE[:at])
            for turn in (_ASKED, (name, words))
        ],
    )
    for at, name in enumerate(("Ana", "Ben", "Carys"))
]


def found() -> MainThemes:
    return themes_in(TALKS, WordHashEmbedder())


def test_a_turn_of_dashes_shows_no_theme() -> None:
    first, last = "The bus fares came late and the office lost them.", "The bus was cold and the bus fares were late."
    turns = [
        turn for words in (first, "- - - .", last) for turn in (("Interviewer", "And the bus fares?"), ("Ada", words))
    ]
    (theme,) = themes_in([talk("ada", "Ada", *turns)], WordHashEmbedder(1024)).themes
    assert theme.quotes[0].quote.quote in (first, last)


def test_themes_are_counted_by_people_and_named_by_their_own_words() -> None:
    themes = {theme.name: theme for theme in found().themes}
    (bus,) = [theme for name, theme in themes.items() if "bus" in name]
    (creche,) = [theme for name, theme in themes.items() if "crèche" in name or "baby" in name]
    assert (
        {one.participant for one in bus.said_by}
        == {"Ana", "Ben", "Carys"}
        == {one.participant for one in creche.said_by}
    )
    assert found().people == 3


def test_what_stands_for_a_theme_is_cut_from_what_a_participant_says() -> None:
    transcripts = {one.id: one for one in TALKS}
    shown = [one for theme in found().themes for one in (*theme.said_by, *theme.quotes)]
    assert shown
    for one in shown:
        transcript = transcripts[one.quote.span.transcript_id]
        assert one.quote.quote == transcript.text[one.quote.span.start : one.quote.span.end]
        turn = transcript.turn_at(one.quote.span.start)
        assert turn is not None
        assert turn.role is not Role.INTERVIEWER
    assert not any("parking" in theme.name or "zoo" in theme.name for theme in found().themes)


def test_quotes_are_of_different_people_where_there_are_any() -> None:
    for theme in found().themes:
        assert len({one.participant for one in theme.quotes}) == len(theme.said_by)


def test_one_person_alone_still_gets_themes_and_nobody_at_all_gets_none() -> None:
    alone = themes_in(TALKS[:1], WordHashEmbedder())
    assert alone.people == 1
    assert all(theme.said_by[0].participant == "Ana" for theme in alone.themes)
    nobody = themes_in([], WordHashEmbedder())
    assert (nobody.themes, nobody.passages) == ((), 0)
    assert heading(nobody).startswith("No themes stand out")


def test_the_same_library_gives_the_same_themes(tmp_path: Path) -> None:
    embedder = WordHashEmbedder()
    library = library_at(tmp_path / "lib", embedder)
    (tmp_path / "files").mkdir()
    for one in TALKS:
        (tmp_path / "files" / f"{one.id}.txt").write_text(one.text, encoding="utf-8")
    ingested(library, tmp_path / "files", embedder)
    finder = ThemeFinder(Retriever(library, embedder))
    reported: list[tuple[int, int]] = []
    first = finder.find(Scope(), lambda done, of: reported.append((done, of)))
    assert first == ThemeFinder(Retriever(library, embedder)).find(Scope(), lambda done, of: None)
    assert reported == [(at, len(library.list_records())) for at in range(len(library.list_records()))]


def test_json_and_rows_carry_the_denominator_with_every_count() -> None:
    told = main_themes_json(found())
    assert told["participants"] == 3
    rows = main_themes_table(found(), Pseudonyms({})).rows
    assert rows
    assert {row[2] for row in rows} == {"3"}


def test_windows_do_not_overlap_and_hold_all_that_is_said() -> None:
    spans = [window.span for window in stretches_of(BERYL)]
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "taxi" in " ".join(window.text for window in stretches_of(BERYL))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=60), st.integers(1, 8))
def test_clusters_are_numbered_without_gaps_and_are_the_same_every_time(kinds: list[int], wanted: int) -> None:
    rows = unit(np.eye(5)[kinds] + 0.01 * np.random.default_rng(len(kinds)).standard_normal((len(kinds), 5)))
    labels = clusters_of(rows, wanted)
    assert sorted(set(labels.tolist())) == list(range(labels.max() + 1))
    assert labels.max() < max(wanted, len(rows) if len(rows) <= wanted else 0)
    assert labels.tolist() == clusters_of(rows, wanted).tolist()


def test_what_is_far_apart_is_parted_also_among_more_rows_than_small_clusters() -> None:
    chance = np.random.default_rng(3)
    kinds = np.repeat([0, 1, 2], 200)
    rows = unit(np.eye(8)[kinds] + 0.05 * chance.standard_normal((600, 8)))
    labels = clusters_of(rows, 3)
    assert all(len(set(labels[kinds == kind].tolist())) == 1 for kind in range(3))
    assert len(set(labels.tolist())) == 3
    assert k_means(rows, 3).max() <= 2


def test_a_stretch_is_lent_what_stands_around_it_and_nothing_of_another_interview() -> None:
    vectors = np.eye(12, dtype=np.float32)
    same = features_of(vectors, [[]] * 12, np.repeat([0, 1], 6))
    assert np.isfinite(same).all()
    assert same[1] @ same[2] > same[1] @ same[4]
    assert same[1] @ same[2] > same[5] @ same[6]


def test_a_name_is_of_things_and_not_of_what_one_person_repeats() -> None:
    texts = [
        "The voucher came. The voucher was late.",
        "My voucher went to the shop.",
        "The pig, the pig, the pig, the pig.",
    ]
    said = [Said(text=text, person=at) for at, text in enumerate(texts)]
    (name,) = names_for([said], WordHashEmbedder().embed, noun_stems(texts), most=1)
    assert name == ("voucher",)


def test_speech_without_labels_is_not_told_as_one_participant() -> None:
    labelled = talk("raw", "raw", *[("Dee", words) for words in (*_BUSES, *_CRECHE)])
    unlabelled = replace(labelled, turns=tuple(replace(turn, speaker=None) for turn in labelled.turns))
    alone, among = themes_in([unlabelled], WordHashEmbedder()), themes_in([*TALKS, unlabelled], WordHashEmbedder())
    assert " of unlabelled speech, 1 transcript" in heading(alone)
    assert " of 4 participants, 4 transcripts" in heading(among)
    assert all("In 1 transcript nobody is labelled" in limits_of(one) for one in (alone, among))
    assert "nobody is labelled" not in limits_of(found())


def test_a_word_that_only_says_what_a_thing_is_like_is_no_name() -> None:
    each = {"Ana": "driver fare timetable", "Ben": "pass route depot", "Cat": "garage conductor ticket"}
    talks = [
        talk(
            name,
            name,
            (name, f"The bus was late and the local {first} was, too."),
            (name, f"I missed the bus for a local {second}."),
            (name, f"The bus was full, and the local {third} was gone."),
            *[(name, words) for words in _CRECHE],
        )
        for name, (first, second, third) in ((name, things.split()) for name, things in each.items())
    ]
    terms = {term for theme in themes_in(talks, WordHashEmbedder()).themes for term in theme.words}
    assert "bus" in terms
    assert "local" not in terms


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What are the main themes?", True),
        ("What are the main themes of the interviews?", True),
        ("What came up?", True),
        ("What topics come up about pay?", False),
        ("What did Amara say?", False),
    ],
)
def test_a_question_for_themes_is_known(question: str, asks: bool) -> None:
    assert asks_for_themes(question) is asks


def test_a_theme_is_not_named_after_a_speaker_and_a_label_that_is_a_word_may_name_one() -> None:
    said = [
        f"I rang my Ana and the carer, and my Ana told the carer number {n}. It was my Ana, my carer." for n in "123"
    ]
    talks = [
        talk(f"t{at}", name, *[turn for words in (*said[at:], *_CRECHE[at:]) for turn in (_ASKED, (name, words))])
        for at, name in enumerate(("Ana", "Ben", "Carer"))
    ]
    names = " ".join(theme.name for theme in themes_in(talks, WordHashEmbedder()).themes).lower()
    assert "ana" not in names.split()
    assert "carer" in names


def test_a_word_is_shown_without_the_s_of_possession() -> None:
    lift, mum = words_in("lift's mum's")
    assert as_written(lift) == "lift"
    assert stem_of(mum) is None
