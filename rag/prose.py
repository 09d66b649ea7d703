"""What a statement says in its own words, held against the passages it cites. Pure, by rule, with no model.

The rules find what the passages cannot bear; they do not prove what they let through. Numbers, names and negations must
stand in what participants said there; a speaker that is named must speak there; and a statement whose words are the
interviewer's rather than a participant's is not a participant's view.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from corpus.sentences import sentence_spans
from rag.amounts import amount_not_in
from rag.contrasts import are_contrary, claims_all, turned
from rag.languages import language_of
from rag.lexical import stems
from rag.matching import Retelling, retelling
from rag.measures import mismeasured
from rag.naming import bare, forms_of, labels_at
from rag.numbers import is_number_word, numbers_in, values_in
from rag.quantifiers import speaks_for_all, without_counts
from rag.quoting import Attribution, Source, Voice, turned_by, voices_of
from rag.words import Word, is_negation, looks_like_a_name, words_in

_OBJECT_BEFORE = frozenset("of to with about told asked for from".split())
_SAYING = frozenset(
    """said says say felt feels thought thinks told tells described describes explained explains recalled recalls wanted
    wants believed believes reported reports argued argues mentioned mentions remembered remembers saw sees noted notes
    complained complains refused refuses warned warns asked asks spoke speaks stated states added adds remarked remarks
    commented replied replies answered answers responded responds stressed stresses insisted insists admitted admits
    confirmed confirms claimed claims suggested suggests emphasised emphasises reflected observed observes pointed joked
    jokes put puts""".split()
)
_NO_NAMES = frozenset(
    """participants participant interviewees interviewee speaker speakers people they he she it we you this that these
    those one another both interviewer researchers carers patients the a an nobody nothing somebody someone everybody everyone anybody anyone""".split()
)
_INTERVIEWERS = frozenset("interviewer interviewers moderator".split())
_PERSONS = {
    told: spoken
    for spoken, others in (("i", "she he they we"), ("my", "her his their our"), ("me", "him them us"))
    for told in others.split()
} | dict.fromkeys("herself himself themselves ourselves".split(), "myself")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FIRST_PERSON = frozenset("i me my mine myself we us our ours".split())
_ALIKE = 0.6  # share of a statement's words in one sentence, from which it is taken for the sentence it retells
_LEAST_ALIKE = 3  # words
_RETOLD = 0.4  # edits a word, up to which a sentence retells one of the source's
_LEAST_RETOLD = 4  # words
_NEARLY_THE_SAME = 0.25  # edits a word, up to which a word in another's place is a change of what was said


@dataclass(frozen=True, slots=True)
class _Cited:
    voices: tuple[Voice, ...]
    whole: str
    evidence: str
    questions: str
    retold: dict[str, tuple[Retelling, Voice | None]] = field(default_factory=dict)

    def nearest(self, sentence: str) -> tuple[Retelling, Voice | None]:
        """What a sentence is nearest to of all that is said in the passages, and who says it; worked out once."""
        if sentence not in self.retold:
            found = [(retelling(_retold(sentence), voice.text, _told_of(voice)), voice) for voice in self.voices]
            self.retold[sentence] = min(found, key=lambda one: one[0].distance, default=(Retelling(1.0, (), ()), None))
        return self.retold[sentence]


def problems_of(
    prose: str, cited: Sequence[Source], sent: Mapping[str, Source], *, quotes_well: bool = False
) -> list[str]:
    """What is wrong with a statement whose quotations were taken out; sentences for people, none when nothing is.

    `quotes_well` says that it quotes words found as they were said, so that its own may be few.
    """
    held = _gather(cited)
    rules = (
        _unspoken_numbers(prose, held),
        _unsaid_amounts(prose, held),
        _other_units(prose, held),
        _unread_addresses(prose, held),
        _other_language(prose, held),
        _unknown_names(prose, cited, held),
        _absent_speakers(prose, cited, sent),
        _unborne_negation(prose, held),
        _changed_in_retelling(prose, held),
        _of_somebody_else(prose, sent, held),
        _turned_round(prose, held),
        _interviewers_words(prose, held, quotes_well),
        "It speaks for everybody, which a few passages cannot bear." if speaks_for_all(prose) else None,
    )
    return list(dict.fromkeys(problem for problem in rules if problem))


def named_speakers(prose: str, sent: Mapping[str, Source]) -> list[tuple[int, Attribution]]:
    """Where the prose names somebody as the one who speaks: speakers of the passages, and names before “said”."""
    labels = {turn.speaker for source in sent.values() for turn in source.transcript.turns if turn.speaker}
    return speakers_named(prose, labels)


def speakers_named(prose: str, labels: set[str]) -> list[tuple[int, Attribution]]:
    """The same for any set of speakers' labels: where in the prose each is named, and which labels the name fits."""
    forms = forms_of(labels)
    words = words_in(prose)
    names = {name.start for name in _names(words)}
    found: list[tuple[int, Attribution]] = []
    position = 0
    while position < len(words):
        fits, used = labels_at(words, position, forms)
        numbered = position + 1 < len(words) and words[position + 1].key.isdigit()
        used = max(used, 2 if numbered else 1)
        after = words[position + used].key if position + used < len(words) else ""
        word, end = words[position], words[min(position + used, len(words)) - 1].end
        says = (word.raw[:1].isupper() or word.opens) and (after in _SAYING or prose[end : end + 1] == ":")
        if word.key == "i" or (word.key == "a" and not says):
            fits = set()  # a word before it is anybody's label
        is_object = position > 0 and words[position - 1].key in _OBJECT_BEFORE
        surname = position > 0 and bool(found) and found[-1][0] + len(found[-1][1].name) == words[position - 1].end
        # an interviewer's label may be “I” or a name: “the interviewer said” gives them nobody's words but theirs
        asks = bare(word) in _INTERVIEWERS and after in _SAYING
        if not is_object and (fits or asks or (says and (word.start in names or numbered) and not surname)):
            found.append((word.start, Attribution(prose[word.start : end], frozenset(fits))))
        position += used
    return found


def speakers_before(place: int, named: Sequence[tuple[int, Attribution]]) -> Attribution | None:
    """To whom a quotation at `place` is given: the name nearest before it, else the first after it, else nobody."""
    before = [who for start, who in named if start < place]
    return before[-1] if before else (named[0][1] if named else None)


def _gather(cited: Sequence[Source]) -> _Cited:
    voices = tuple(voice for source in cited for voice in voices_of(source))
    return _Cited(
        voices=voices,
        whole=" ".join(source.passage.text for source in cited),
        evidence="\n\n".join(voice.text for voice in voices if voice.evidence),
        questions="\n\n".join(voice.text for voice in voices if not voice.evidence),
    )


def _unspoken_numbers(prose: str, held: _Cited) -> str | None:
    borne = values_in(held.evidence)
    numbers = numbers_in(without_counts(prose), ones=False)
    missing = [without_counts(prose)[number.start : number.end] for number in numbers if number.value not in borne]
    return f"The number {missing[0]} is not in the words it cites." if missing else None


def _unsaid_amounts(prose: str, held: _Cited) -> str | None:
    told = without_counts(prose)
    word = amount_not_in(told, held.evidence)
    return f"The amount “{word.raw}” is not in the words it cites." if word else None


def _unread_addresses(prose: str, held: _Cited) -> str | None:
    address = next((found for found in _ADDRESS.findall(prose) if found not in held.whole), None)
    return "It gives an address on the web that is not in the passages it cites." if address else None


def _other_language(prose: str, held: _Cited) -> str | None:
    told, spoken = language_of(prose), language_of(held.evidence)
    if told is None or spoken is None or told == spoken:
        return None
    return f"It is in {told}, and the words it cites are in {spoken}: its words could not be compared with theirs."


def _other_units(prose: str, held: _Cited) -> str | None:
    told = without_counts(prose)
    wrong = mismeasured(told, held.evidence, held.questions)
    return f"“{told[wrong.start : wrong.end]}” is counted otherwise in the words it cites." if wrong else None


def _unknown_names(prose: str, cited: Sequence[Source], held: _Cited) -> str | None:
    known = {bare(word) for word in words_in(held.whole)}
    for source in cited:
        speakers = [turn.speaker for turn in source.transcript.turns if turn.speaker]
        known |= {bare(word) for word in words_in(" ".join([source.transcript.title, *speakers]))}
    unknown = next((word for word in _names(words_in(prose)) if bare(word) not in known), None)
    return f"The name {unknown.raw} is not in the passages it cites." if unknown else None


def _names(words: Sequence[Word]) -> Iterator[Word]:
    for position, word in enumerate(words):
        following = words[position + 1] if position + 1 < len(words) else None
        opening_name = (
            word.opens
            and following is not None
            and (
                following.key in _SAYING
                or (word.raw[:1].isupper() and (looks_like_a_name(following) or word.key.endswith("'s")))
            )
            and bare(word) not in _NO_NAMES
        )
        if (looks_like_a_name(word) or opening_name) and bare(word) not in _NO_NAMES:
            yield word


def _absent_speakers(prose: str, cited: Sequence[Source], sent: Mapping[str, Source]) -> str | None:
    speaking = {voice.speaker for source in cited for voice in voices_of(source) if voice.evidence}
    for _, who in named_speakers(prose, sent)[:1]:
        if who.labels and not who.labels & speaking:
            return f"{who.name} does not speak in the passages it cites."
    return None


def _unborne_negation(prose: str, held: _Cited) -> str | None:
    """A statement that retells one sentence must say yes or no as that sentence does."""
    if _is_negated(prose) and not _is_negated(held.evidence):
        return "It denies something, and nothing in the words it cites does."
    spoken = [(set(stems(sentence)), _is_negated(sentence)) for sentence in _sentences(held.evidence)]
    for sentence in _sentences(prose):
        said = set(stems(sentence))
        alike = [
            negated
            for words, negated in spoken
            if len(shared := said & words) >= _LEAST_ALIKE and len(shared) >= _ALIKE * len(said)
        ]
        if alike and _is_negated(sentence) not in alike:
            return "It says yes where the words it cites say no, or no where they say yes."
    return None


def _changed_in_retelling(prose: str, held: _Cited) -> str | None:
    """A sentence that is nearly one of the source's may not differ from it by a negation, a number or a name."""
    sentences = _sentences(prose)
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


def _put_in_place(near: Retelling, held: _Cited) -> Word | None:
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


def _of_somebody_else(prose: str, sent: Mapping[str, Source], held: _Cited) -> str | None:
    """A sentence that is nearly one of the source's is told of the one who says it there.

    “Lee did Christmas on the catalogue” is not what Denise tells with “I did Christmas on the catalogue”.
    """
    speakers = named_speakers(prose, sent)
    for sentence in _sentences(prose):
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


def _subjects(sentence: str, near: Retelling, held: _Cited) -> Iterator[Word]:
    """The names near a sentence's beginning; its first word too, where nobody says it or it is a name in the passages."""
    words = words_in(sentence)
    yield from (word for word in _names(words[:_LEAST_RETOLD]) if word.key.split("'")[0] not in _FIRST_PERSON)
    first = words[0]
    alike = [word for word in words_in(held.whole) if bare(word) == bare(first)]
    put_in = first.raw[:1].isupper() and any(word.key == first.key for word in near.told) and bool(stems(first.raw))
    if put_in and first.key not in _NO_NAMES and all(looks_like_a_name(word) for word in alike):
        yield first


def _turned_round(prose: str, held: _Cited) -> str | None:
    told = without_counts(prose)
    if word := turned(told, held.evidence):
        return f"It says “{word.raw}”, and the words it cites say the contrary."
    if word := claims_all(told, held.evidence):
        return f"It says “{word.raw}”, and the words it cites do not say it of all."
    return None


def _retold(sentence: str) -> str:
    """The sentence without “Beryl said that” in front."""
    words = words_in(sentence)
    for position, word in enumerate(words[:_LEAST_RETOLD]):
        begin = position + 1
        if word.key in _SAYING and begin < len(words):
            if words[begin].key == "that" and begin + 1 < len(words):
                begin += 1
            return sentence[words[begin].start :]
    return sentence


def _interviewers_words(prose: str, held: _Cited, quotes_well: bool) -> str | None:
    speakers = {stem for voice in held.voices for stem in stems(voice.speaker or "")}
    denials = {stem for word in words_in(prose) if is_negation(word.key) for stem in stems(word.raw)}
    said = set(stems(prose)) - speakers - denials - set(stems(" ".join(_SAYING)))
    by_participants = said & set(stems(held.evidence))
    by_interviewers = said & set(stems(held.questions))
    if said and not by_participants and not by_interviewers and not quotes_well:
        return "It shares no word with the passages it cites."
    if len(by_interviewers - by_participants) > len(by_participants) + (1 if quotes_well else 0):
        return "Its words are the interviewer's, not a participant's."
    return None


def _is_negated(text: str) -> bool:
    return any(
        is_negation(word.key) and not (word.key == "no" and text[word.end : word.end + 1] in (",", "."))
        for word in words_in(text)
    )


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]
