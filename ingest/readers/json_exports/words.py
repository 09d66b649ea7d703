"""Words to utterances: a service's word-by-word output regrouped by speaker and sentence, punctuation attached rightly.

Where the service also gives the whole text, the utterances are cut out of it, so that its spacing and punctuation stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ingest.readers.composing import Note, Utterance

_CLOSES = re.compile(r"[.?!…。？！][^\w\s]*$")
_HANGS_ON = re.compile(r"[,.;:!?…%)\]}»”’、。，！？；：]+")  # punctuation given as a word of its own
_OPENS = re.compile(r"[(\[{«“‘¿¡]+")
_WORD = re.compile(r"\w+")
DIFFERS = "the whole text as the service gives it, which says more than its timed words"
_FEWEST_WORDS = 8  # fewer pieces of one word each may be how short the answers are
_FARTHEST = 80  # characters of punctuation or untimed text between two words; farther on it is another word


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word or punctuation mark. `text` with a leading space, where the service writes one, says where words part."""

    text: str
    speaker: str | None = None
    time_start: timedelta | None = None
    time_end: timedelta | None = None
    joins_previous: bool = False
    joins_next: bool = False
    opens_turn: bool = False


def utterances_of(words: Iterable[Word], whole: str = "", *, space: str = " ") -> list[Utterance | Note]:
    """The words as utterances: one for each sentence of each speaker.

    `whole` is the same speech as one text, where the service gives it: the utterances are cut out of it when it holds
    every word in order; what it says beyond them is kept as `complete` does. `space` parts words otherwise.
    """
    spoken = [word for word in words if word.text.strip()]
    if not spoken:
        return [Utterance(text=whole)] if whole.strip() else []
    places = _places(spoken, whole)
    pieces = _cut_out(spoken, places, whole) if places else _spaced(spoken, space)
    return complete(_groups(list(zip(spoken, pieces, strict=True)), by_sentence=bool(space)), whole)


def complete(utterances: Iterable[Utterance], whole: str) -> list[Utterance | Note]:
    """The utterances, and what the service's whole text says beyond them: the words after the last one as an utterance
    without speaker and times, or, when the two differ in the middle, the whole text as a note."""
    pieces: list[Utterance | Note] = list(utterances)
    said = [word for piece in pieces for word in _WORD.findall(piece.text)]
    written = list(_WORD.finditer(whole))
    if len(written) <= len(said):
        return pieces
    if [word.group() for word in written[: len(said)]] == said:
        start = written[len(said) - 1].end() + len(_tail(whole[written[len(said) - 1].end() :])) if said else 0
        return [*pieces, Utterance(text=whole[start:], opens_turn=True)]
    return [*pieces, Note(text=whole, reason=DIFFERS)]


def with_speakers_filled(words: Sequence[Word]) -> list[Word]:
    """The words, those without a speaker given the one before them (or after, at the beginning): punctuation and
    numbers often have none. A speaker of "" is one the service itself does not know, and stays unknown."""
    filled: list[Word] = []
    last = next((word.speaker for word in words if word.speaker is not None), None)
    following = last
    for word in words:
        last = last if word.speaker is None else word.speaker
        filled.append(replace(word, speaker=last or None))
    for index in range(len(words) - 1, -1, -1):  # an opening mark belongs to whoever says the word it opens
        word = words[index]
        following = following if word.speaker is None else word.speaker
        if word.speaker is None and (word.joins_next or _OPENS.fullmatch(word.text.strip())):
            filled[index] = replace(word, speaker=following or None)
    return filled


def are_words(texts: Iterable[str]) -> bool:
    """Whether these pieces of speech are single words, to be regrouped, not segments."""
    lengths = [len(text.split()) for text in texts]
    return len(lengths) >= _FEWEST_WORDS and sum(length < 2 for length in lengths) > 0.9 * len(lengths)


def by_time(utterances: Iterable[Utterance | Note]) -> list[Utterance | Note]:
    """Utterances of several channels in one order, those without a time after the one they followed."""
    timed: list[tuple[timedelta, Utterance | Note]] = []
    last = timedelta(0)
    for utterance in utterances:
        if isinstance(utterance, Utterance) and utterance.time_start is not None:
            last = utterance.time_start
        timed.append((last, utterance))
    return [utterance for _, utterance in sorted(timed, key=lambda pair: pair[0])]


def _places(words: Sequence[Word], whole: str) -> list[tuple[int, int]]:
    """Where each word stands in the whole text; empty when one does not."""
    places: list[tuple[int, int]] = []
    position = 0
    for word in words:
        text = word.text.strip()
        start = whole.find(text, position, position + len(text) + _FARTHEST)
        if start < 0 or re.search(r"\w", whole[position:start]):
            return []
        position = start + len(text)
        places.append((start, position))
    return places


def _cut_out(words: Sequence[Word], places: Sequence[tuple[int, int]], whole: str) -> list[str]:
    """The whole text cut at its words: each piece with the space before it and the punctuation on either side."""
    pieces: list[str] = []
    begin = 0
    for number, (_, end) in enumerate(places):
        following = whole[end : places[number + 1][0]] if number + 1 < len(words) else whole[end:]
        cut = end + len(_tail(following))
        pieces.append(whole[begin:cut])
        begin = cut
    return pieces


def _tail(following: str) -> str:
    """What of the text after a word still belongs to it: its punctuation, up to a space or an opening bracket."""
    found = re.match(r"[^\w\s(\[{«“‘¿¡]*", following)
    return found.group() if found else ""


def _spaced(words: Sequence[Word], space: str) -> list[str]:
    """Each word with what parts it from the one before."""
    if any(word.text[:1].isspace() for word in words):  # the service writes the spaces itself, in front
        return [word.text for word in words]
    pieces: list[str] = []
    sticks = True
    for word in words:
        text = word.text.strip()
        sticks = sticks or word.joins_previous or bool(_HANGS_ON.fullmatch(text))
        pieces.append(text if sticks else space + text)
        sticks = word.joins_next or bool(_OPENS.fullmatch(text))
    return pieces


def _groups(words: Sequence[tuple[Word, str]], *, by_sentence: bool) -> Iterator[Utterance]:
    group: list[tuple[Word, str]] = []
    for word, piece in words:
        if group:
            last, last_piece = group[-1]
            sentence_over = by_sentence and piece[:1].isspace() and _CLOSES.search(last_piece.rstrip())
            if word.speaker != last.speaker or word.opens_turn or sentence_over:
                yield _utterance(group)
                group = []
        group.append((word, piece))
    if group:
        yield _utterance(group)


def _utterance(group: Sequence[tuple[Word, str]]) -> Utterance:
    starts = (word.time_start for word, _ in group if word.time_start is not None)
    ends = [word.time_end for word, _ in group if word.time_end is not None]
    return Utterance(
        text="".join(piece for _, piece in group),
        speaker=group[0][0].speaker,
        time_start=next(starts, None),
        time_end=ends[-1] if ends else None,
        opens_turn=group[0][0].opens_turn,
    )
