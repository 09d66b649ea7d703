"""A statement held against the sentence that it retells: what it denies, changes, or tells of somebody else. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.sentences import sentence_spans
from rag.speech.contrasts import are_contrary
from rag.speech.cut_off import turned_by
from rag.speech.matching import Retelling, retelling
from rag.speech.naming import bare
from rag.speech.numbers import is_number_word
from rag.speech.stems import stems
from rag.speech.words import Word, is_negation, looks_like_a_name, words_in
from rag.verification.quoting import Source, Voice, voices_of
from rag.verification.speakers_named import NO_NAMES, SAYING, named_speakers, names_in

_PERSONS = {
    told: spoken
    for spoken, others in (("i", "she he they we"), ("my", "her his their our"), ("me", "him them us"))
    for told in others.split()
} | dict.fromkeys("herself himself themselves ourselves".split(), "myself")
_FIRST_PERSON = frozenset("i me my mine myself we us our ours".split())
_ALIKE = 0.6  # share of a statement's words in one sentence, from which it is taken for the sentence it retells
_LEAST_ALIKE = 3  # words
_RETOLD = 0.4  # edits a word, up to which a sentence retells one of the source's
_LEAST_RETOLD = 4  # words
_NEARLY_THE_SAME = 0.25  # edits a word, up to which a word in another's place is a change of what was said


@dataclass(frozen=True, slots=True)
class Cited:
    """What a statement cites: all that is said there, and apart what participants and what interviewers say.

    `retold` remembers what each sentence of the statement is nearest to: several rules ask.
    """

    voices: tuple[Voice, ...]
    whole: str
    evidence: str
    questions: str
    retold: dict[str, tuple[Retelling, Voice | None]] = field(default_factory=dict, repr=False, compare=False)

    def nearest(self, sentence: str) -> tuple[Retelling, Voice | None]:
        """What a sentence is nearest to of all that is said in the passages, and who says it, None where nothing is said."""
        if sentence not in self.retold:
            found = [(retelling(_retold(sentence), voice.text, _told_of(voice)), voice) for voice in self.voices]
            self.retold[sentence] = min(found, key=lambda one: one[0].distance, default=(Retelling(1.0, (), ()), None))
        return self.retold[sentence]


def gather(cited: Sequence[Source]) -> Cited:
    """What these passages hold."""
    voices = tuple(voice for source in cited for voice in voices_of(source))
    return Cited(
        voices=voices,
        whole=" ".join(source.passage.text for source in cited),
        evidence="\n\n".join(voice.text for voice in voices if voice.evidence),
        questions="\n\n".join(voice.text for voice in voices if not voice.evidence),
    )


def unborne_negation(prose: str, held: Cited) -> str | None:
    """A statement that retells one sentence must say yes or no as that sentence does."""
    if _is_negated(prose) and not _is_negated(held.evidence):
        return "It denies something, and nothing in the words it cites does."
    spoken = [(set(stems(sentence)), _is_negated(sentence)) for sentence in _sentences_in(held.evidence)]
    for sentence in _sentences_in(prose):
        said = set(stems(sentence))
        alike = [
            negated
            for words, negated in spoken
            if len(shared := said & words) >= _LEAST_ALIKE and len(shared) >= _ALIKE * len(said)
        ]
        if alike and _is_negated(sentence) not in alike:
            return "It says yes where the words it cites say no, or no where they say yes."
    return None


def changed_in_retelling(prose: str, held: Cited) -> str | None:
    """A sentence that is nearly one of the source's may not differ from it by a negation, a number or a name."""
    sentences = _sentences_in(prose)
    for sentence in sentences if len(sentences) == 1 else (*sentences, prose):  # short sentences count together
        if len(sentence.split()) < _LEAST_RETOLD or len(_retold(sentence).split()) < _LEAST_ALIKE:
            continue
        near, voice = held.nearest(sentence)
        if voice is None or near.distance > _RETOLD:
            continue
        if not voice.evidence:
            return "Its words are the interviewer's, not a participant's."
        in_front = sentence.removesuffix(_retold(sentence))
        cut_off = not near.edited and any(turned_by(voice.text, near.start, near.end)) and not _is_negated(in_front)
        if cut_off or _turns_round(near):
            return "It says yes where the words it cites say no, or no where they say yes."
        if any(is_number_word(word.key) and word.key != "one" for word in near.edited):
            return "It gives a number otherwise than the words it cites."
        if any(map(looks_like_a_name, near.told)) and any(map(looks_like_a_name, near.lost)):
            return "It gives a name otherwise than the words it cites."
        if word := _put_in_place(near, held):
            return f"It says “{word.raw}” where the words it cites say something else."
    return None


def of_somebody_else(prose: str, sent: Mapping[str, Source], held: Cited) -> str | None:
    """A sentence that is nearly one of the source's is told of the one who says it there.

    “Lee did Christmas on the catalogue” is not what Denise tells with “I did Christmas on the catalogue”.
    """
    speakers = named_speakers(prose, sent)
    for sentence in _sentences_in(prose):
        near, voice = held.nearest(sentence)
        if voice is None or not voice.evidence or near.distance > _RETOLD or len(sentence.split()) < _LEAST_RETOLD:
            continue
        teller = speakers[0][1] if speakers and near.distance <= _NEARLY_THE_SAME else None
        if teller and teller.labels and voice.speaker not in teller.labels:
            return f"{teller.name} does not say that: {voice.speaker or 'somebody else'} does."
        own = {bare(word) for word in words_in(f"{voice.speaker} {voice.transcript.title}")}
        spoken = words_in(voice.text, near.start, near.end)
        own |= {bare(word) for word in spoken}
        is_first_person = any(word.key.split("'")[0] in _FIRST_PERSON for word in spoken)
        named = next((word for word in _subjects(sentence, near, held) if bare(word) not in own), None)
        if is_first_person and named is not None:
            return f"It tells of {named.raw} what {voice.speaker or 'the speaker'} says of themselves."
    return None


def _turns_round(near: Retelling) -> bool:
    """Whether a negation was put in, left out or moved; “doesn't” told for “didn't” is none of these."""
    told, lost = ([word for word in side if is_negation(word.key)] for side in (near.told, near.lost))
    if len(told) == len(lost) == 1:
        unnegated = {word.key.removesuffix("n't") for word in (*told, *lost)}
        return any(word.key in unnegated for word in near.edited)
    return bool(told or lost)


def _told_of(voice: Voice) -> dict[str, str]:
    """Words that tell of a speaker, each with the one the speaker uses: “Beryl”, “she” and “I” are one person here."""
    own = {bare(word): "i" for word in words_in(voice.speaker or "")}
    return {**own, **_PERSONS}


def _put_in_place(near: Retelling, held: Cited) -> Word | None:
    """The first word of a retelling that stands for its contrary in the source, or, where all else is nearly the same, for
    another word and is nowhere in what it cites; people tell “I” as “she”, and words that say nothing differ for no reason."""
    spoken = set(stems(held.whole))
    content = near.distance <= _NEARLY_THE_SAME and any(stems(word.raw) for word in near.lost)
    return next(
        (
            word
            for word in near.told
            if any(are_contrary(word.key, other.key) for other in near.lost)
            or (content and not is_negation(word.key) and (own := set(stems(word.raw))) and not own & spoken)
        ),
        None,
    )


def _subjects(sentence: str, near: Retelling, held: Cited) -> Iterator[Word]:
    """The names near a sentence's beginning; its first word too, where nobody says it or it is a name in the passages."""
    words = words_in(sentence)
    yield from (word for word in names_in(words[:_LEAST_RETOLD]) if word.key.split("'")[0] not in _FIRST_PERSON)
    first = words[0]
    alike = [word for word in words_in(held.whole) if bare(word) == bare(first)]
    put_in = first.raw[:1].isupper() and any(word.key == first.key for word in near.told) and bool(stems(first.raw))
    if put_in and first.key not in NO_NAMES and all(looks_like_a_name(word) for word in alike):
        yield first


def _retold(sentence: str) -> str:
    """The sentence without “Beryl said that” in front."""
    words = words_in(sentence)
    for position, word in enumerate(words[:_LEAST_RETOLD]):
        begin = position + 1
        if word.key in SAYING and begin < len(words):
            if words[begin].key == "that" and begin + 1 < len(words):
                begin += 1
            return sentence[words[begin].start :]
    return sentence


def _is_negated(text: str) -> bool:
    """Whether a text says no of something; “No, …” in answer to a question does not by itself."""
    return any(
        is_negation(word.key) and not (word.key == "no" and text[word.end : word.end + 1] in (",", "."))
        for word in words_in(text)
    )


def _sentences_in(text: str) -> list[str]:
    """A text's sentences, in order."""
    return [text[start:end] for start, end in sentence_spans(text)]
