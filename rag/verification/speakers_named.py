"""Whom a statement names, and to whom it gives its quotations. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rag.speech.naming import bare, forms_of, labels_at
from rag.speech.words import Word, looks_like_a_name, words_in
from rag.verification.quoting import Attribution, Source

_OBJECT_BEFORE = frozenset("of to with about told asked for from".split())
SAYING = frozenset(
    """said says say felt feels thought thinks told tells described describes explained explains recalled recalls wanted
    wants believed believes reported reports argued argues mentioned mentions remembered remembers saw sees noted notes
    complained complains refused refuses warned warns asked asks spoke speaks stated states added adds remarked remarks
    commented replied replies answered answers responded responds stressed stresses insisted insists admitted admits
    confirmed confirms claimed claims suggested suggests emphasised emphasises reflected observed observes pointed joked
    jokes put puts""".split()
)
NO_NAMES = frozenset(
    """participants participant interviewees interviewee speaker speakers people they he she it we you this that these
    those one another both interviewer researchers carers patients the a an nobody nothing somebody someone everybody everyone anybody anyone""".split()
)
_INTERVIEWERS = frozenset("interviewer interviewers moderator".split())


def named_speakers(prose: str, sent: Mapping[str, Source]) -> list[tuple[int, Attribution]]:
    """Where the prose names somebody as the one who speaks: speakers of the passages, and names before “said”."""
    labels = {turn.speaker for source in sent.values() for turn in source.transcript.turns if turn.speaker}
    return speakers_named(prose, labels)


def speakers_named(prose: str, labels: set[str]) -> list[tuple[int, Attribution]]:
    """The same for any set of speakers' labels: where in the prose each is named, and which labels the name fits."""
    forms = forms_of(labels)
    words = words_in(prose)
    names = {name.start for name in names_in(words)}
    found: list[tuple[int, Attribution]] = []
    position = 0
    while position < len(words):
        fits, used = labels_at(words, position, forms)
        numbered = position + 1 < len(words) and words[position + 1].key.isdigit()
        used = max(used, 2 if numbered else 1)
        after = words[position + used].key if position + used < len(words) else ""
        word, end = words[position], words[min(position + used, len(words)) - 1].end
        says = (word.raw[:1].isupper() or word.opens) and (after in SAYING or prose[end : end + 1] == ":")
        if word.key == "i" or (word.key == "a" and not says):
            fits = set()  # a word before it is anybody's label
        is_object = position > 0 and words[position - 1].key in _OBJECT_BEFORE
        surname = position > 0 and bool(found) and found[-1][0] + len(found[-1][1].name) == words[position - 1].end
        # an interviewer's label may be “I” or a name: “the interviewer said” gives them nobody's words but theirs
        asks = bare(word) in _INTERVIEWERS and after in SAYING
        if not is_object and (fits or asks or (says and (word.start in names or numbered) and not surname)):
            found.append((word.start, Attribution(prose[word.start : end], frozenset(fits))))
        position += used
    return found


def speakers_before(place: int, named: Sequence[tuple[int, Attribution]]) -> Attribution | None:
    """To whom a quotation at `place` is given: the name nearest before it, else the first after it, else nobody."""
    before = [who for start, who in named if start < place]
    return before[-1] if before else (named[0][1] if named else None)


def names_in(words: Sequence[Word]) -> Iterator[Word]:
    """The words of prose that are names, the first of a sentence where what follows it says so."""
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else None
        opening_name = (
            word.opens
            and following is not None
            and (
                following.key in SAYING
                or (word.raw[:1].isupper() and (looks_like_a_name(following) or word.key.endswith("'s")))
            )
            and bare(word) not in NO_NAMES
        )
        if (looks_like_a_name(word) or opening_name) and bare(word) not in NO_NAMES:
            yield word
