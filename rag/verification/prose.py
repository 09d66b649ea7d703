"""What a statement says in its own words, held against the passages it cites. Pure, by rule, with no model.

The rules find what the passages cannot bear; they do not prove what they let through. Numbers, names and negations must
stand in what participants said there; a speaker that is named must speak there; and a statement whose words are the
interviewer's rather than a participant's is not a participant's view.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.speech.amounts import amount_not_in
from rag.speech.contrasts import claims_all, turned
from rag.speech.languages import language_of
from rag.speech.measures import mismeasured
from rag.speech.naming import bare
from rag.speech.numbers import numbers_in, values_in
from rag.speech.quantifiers import speaks_for_all, uncounted, without_counts
from rag.speech.stems import stems
from rag.speech.words import is_negation, words_in
from rag.verification.quoting import Source, voices_of
from rag.verification.retold import Cited, changed_in_retelling, gather, of_somebody_else, unborne_negation
from rag.verification.speakers_named import SAYING, named_speakers, names_in

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def problems_of(
    prose: str, cited: Sequence[Source], sent: Mapping[str, Source], *, quotes_well: bool = False
) -> list[str]:
    """What is wrong with a statement whose quotations were taken out; sentences for people, none when nothing is.

    `quotes_well` says that it quotes words found as they were said, so that its own may be few.
    """
    held = gather(cited)
    rules = (
        _unspoken_numbers(prose, held),
        _unsaid_amounts(prose, held),
        _other_units(prose, held),
        _unread_addresses(prose, held),
        _other_language(prose, held),
        _unknown_names(prose, cited, held),
        _absent_speakers(prose, cited, sent),
        unborne_negation(prose, held),
        changed_in_retelling(prose, held),
        of_somebody_else(prose, sent, held),
        _turned_round(prose, held),
        _interviewers_words(prose, held, quotes_well),
        _uncounted_people(prose, held),
        "It speaks for everybody, which a few passages cannot bear." if speaks_for_all(prose) else None,
    )
    return list(dict.fromkeys(problem for problem in rules if problem))


def _unspoken_numbers(prose: str, held: Cited) -> str | None:
    borne = values_in(held.evidence)
    told = without_counts(prose, held.evidence)
    numbers = numbers_in(told, ones=False)
    missing = [told[number.start : number.end] for number in numbers if number.value not in borne]
    return f"The number {missing[0]} is not in the words it cites." if missing else None


def _unsaid_amounts(prose: str, held: Cited) -> str | None:
    told = without_counts(prose, held.evidence)
    word = amount_not_in(told, held.evidence)
    return f"The amount “{word.raw}” is not in the words it cites." if word else None


def _uncounted_people(prose: str, held: Cited) -> str | None:
    words = uncounted(prose, held.evidence)
    return f"It says “{words}”, and nobody was counted for that." if words else None


def _unread_addresses(prose: str, held: Cited) -> str | None:
    address = next((found for found in _ADDRESS.findall(prose) if found not in held.whole), None)
    return "It gives an address on the web that is not in the passages it cites." if address else None


def _other_language(prose: str, held: Cited) -> str | None:
    told, spoken = language_of(prose), language_of(held.evidence)
    if told is None or spoken is None or told == spoken:
        return None
    return f"It is in {told}, and the words it cites are in {spoken}: its words could not be compared with theirs."


def _other_units(prose: str, held: Cited) -> str | None:
    told = without_counts(prose, held.evidence)
    wrong = mismeasured(told, held.evidence, held.questions)
    return f"“{told[wrong.start : wrong.end]}” is counted otherwise in the words it cites." if wrong else None


def _unknown_names(prose: str, cited: Sequence[Source], held: Cited) -> str | None:
    known = {bare(word) for word in words_in(held.whole)}
    for source in cited:
        speakers = [turn.speaker for turn in source.transcript.turns if turn.speaker]
        known |= {bare(word) for word in words_in(" ".join([source.transcript.title, *speakers]))}
    unknown = next((word for word in names_in(words_in(prose)) if bare(word) not in known), None)
    return f"The name {unknown.raw} is not in the passages it cites." if unknown else None


def _absent_speakers(prose: str, cited: Sequence[Source], sent: Mapping[str, Source]) -> str | None:
    speaking = {voice.speaker for source in cited for voice in voices_of(source) if voice.evidence}
    for _, who in named_speakers(prose, sent)[:1]:
        if who.labels and not who.labels & speaking:
            return f"{who.name} does not speak in the passages it cites."
    return None


def _turned_round(prose: str, held: Cited) -> str | None:
    told = without_counts(prose, held.evidence)
    if word := turned(told, held.evidence):
        return f"It says “{word.raw}”, and the words it cites say the contrary."
    if word := claims_all(told, held.evidence):
        return f"It says “{word.raw}”, and the words it cites do not say it of all."
    return None


def _interviewers_words(prose: str, held: Cited, quotes_well: bool) -> str | None:
    speakers = {stem for voice in held.voices for stem in stems(voice.speaker or "")}
    denials = {stem for word in words_in(prose) if is_negation(word.key) for stem in stems(word.raw)}
    said = set(stems(prose)) - speakers - denials - set(stems(" ".join(SAYING)))
    by_participants = said & set(stems(held.evidence))
    by_interviewers = said & set(stems(held.questions))
    if said and not by_participants and not by_interviewers and not quotes_well:
        return "It shares no word with the passages it cites."
    if len(by_interviewers - by_participants) > len(by_participants) + (1 if quotes_well else 0):
        return "Its words are the interviewer's, not a participant's."
    return None
