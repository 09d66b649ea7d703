"""The readable form of a quote leaves words out, says where, and adds none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.speech.readable import OMISSION, readable
from rag.speech.words import words_in

_SPOKEN = st.lists(
    st.sampled_from("um uh you know I mean like sort of the the the we went we went , . ? — - w- paid never never it's".split()),
    max_size=40,
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("It was late.", "It was late."),
        ("Um, I, I don't use them.", "… I don't use them."),
        ("And, er, we went, we went home.", "And … we went home."),
        ("I mean, it was, you know, hard. Well, I mean, late.", "… it was … hard. Well … late."),
        ("Do you know him? You know what I mean.", "Do you know him? You know what I mean."),
        ("It's a sort of club, like a choir.", "It's a sort of club, like a choir."),
        ("She was, like, furious.", "She was … furious."),
        ("Never, never again. It was very very cold.", "Never, never again. It was very very cold."),
        ("We w- we walked, wal- walked home.", "We … we walked … walked home."),
        ("I had had it. That's that.", "I had had it. That's that."),
        ("The, the bus. Like a, like a lorry. When I, I rang. And I, I went.", "… the bus. … like a lorry. When … I rang. And … I went."),
        ("It's it's late and and we went to to the bus.", "… it's late … and we went … to the bus."),
        ("They gave us, they gave us ten. I I I don't know.", "… they gave us ten. … I don't know."),
    ],
)  # fmt: skip
def test_only_what_slows_speech_down_goes(said: str, shown: str) -> None:
    assert readable(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "And if they didn't do it, it tells you why not.",
        "So if you'd got your word in, in that meeting, what then?",
        "What did it do, do you think?",
        "And you laugh, but you know.",
        "They only pay the people you know. She is the woman I mean, who was late.",
        "They paid me twelve, I mean, twenty pounds.",
        "Uh-uh, they never paid. Uh - huh. Mm-hm, they did. Mm.",
        "I was in the ER. My friend Uh Suk came.",
        "The gap was 5 mm wide.",
        "My blood is type O- and that was a grade C- candidate.",
        "They took his, his wife's and my money.",
        "It was, like, ten pounds. It took, like, a few weeks. He's, like, half my age.",
        "It was, sort of, a bribe, and things, like, bread. Do you, like, her?",
        "Er hat um zehn Uhr um Hilfe gebeten, und er hat nicht gezahlt.",
        "Er hat um zehn Uhr um Hilfe gebeten.",
        "Eu recebi um voucher por um dia.",
        "When they came, they came late. If we go, we go together. What they did, they did well.",
        "So do I, I think. They asked Mum and I, I think. He was taller than I, I said.",
        "I told you you could. With what it was was a shame. What I wanted to, to be honest, was tea.",
        "Could you? I could, I could. You could, you could, but I couldn't.",
        "I got an A, a B and a C. My, my!",
        "I thought, ah. Eh, I couldnae say. He said, eh?",
        "Um, you know.",
        "I went (um) home.",
    ],
)  # fmt: skip
def test_what_means_something_stays(said: str) -> None:
    assert readable(said) == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("They'll say it, you know. Then they left, um.", "They'll say it … Then they left …"),
        ("I went. Um. Um, so I… um, stayed.", "I went. … so I … stayed."),
        ("“Um, I went,” she said, “um.” Er?", "“… I went,” she said, “…” …?"),
        ('It was all, um, "talk", and uh .', 'It was all … "talk", and …'),
        ("He said … um … no... er", "He said … no …"),
    ],
)
def test_omissions_are_marked_once_and_no_full_stop_follows(said: str, shown: str) -> None:
    assert readable(said) == shown


def test_long_runs_of_dots_and_space_are_read_at_once() -> None:
    assert readable("So it was um" + " ." * 3_000 + "." * 3_000 + " " * 3_000 + "x um" + "." * 3_000).startswith(
        "So it was …"
    )


def is_subsequence(some: list[str], all_of_them: list[str]) -> bool:
    rest = iter(all_of_them)
    return all(word in rest for word in some)


@given(st.one_of(st.text(max_size=80), _SPOKEN.map(" ".join)))
def test_nothing_is_added_and_every_omission_is_marked(text: str) -> None:
    shown = readable(text)
    assert not re.search(rf"{OMISSION} ?\.(?!\.)|{OMISSION}\s*{OMISSION}", shown) or OMISSION in text or ".." in text
    kept = [word.raw for word in words_in(shown.replace(OMISSION, " "))]
    said = [word.raw for word in words_in(text)]
    assert is_subsequence(kept, said)
    if len(kept) < len(said):
        assert shown.count(OMISSION) > text.count(OMISSION) or OMISSION in text
