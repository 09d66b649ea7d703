"""Roles from behaviour, marked `inferred` and never as fact: who asks, and which stretches of unlabelled speech ask.

Precision comes first: an interviewer's words are not evidence, so a wrong mark takes somebody's words away. Nothing is
guessed in a meeting of several people where nobody is called an interviewer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.sentences import sentence_spans
from corpus.transcript import Role, Transcript, Turn
from ingest.asking import is_put_to_you, likelihoods, tells_of_oneself
from ingest.asking_weights import WEIGHTS

SURE = 0.7
"""From this likelihood on a sentence openly put to somebody is the interviewer's, and so is the lead-in before it."""

_FEWEST_STRETCHES = 2
_WORDS_A_STRETCH = 2_500  # an interview asks at least this often; a talk with a rhetorical question or two does not
_FAR_MORE, _MORE = 1.8, 1.3  # times as many of one's turns ask
_DENSER = 4.0  # times as many questions a word: who answers at length asks something in many of her turns, too
_BYSTANDER = 0.03  # of the words: somebody who brings the tea does not make an interview a meeting


def infer(transcript: Transcript) -> Transcript:
    """The transcript with the roles its behaviour shows; unchanged where it shows none or all are known."""
    if any(turn.role is Role.INTERVIEWER for turn in transcript.turns):
        return transcript
    if not transcript.speakers:
        return _with_asking_stretches(transcript)
    roles = roles_from_behaviour(transcript)
    return replace(
        transcript,
        turns=tuple(
            replace(turn, role=roles[turn.speaker], inferred=True)
            if turn.role is Role.UNKNOWN and turn.speaker in roles
            else turn
            for turn in transcript.turns
        ),
    )


@dataclass(slots=True)
class _Voice:
    turns: int = 0
    asking: int = 0
    words: int = 0
    known: Role = Role.UNKNOWN


def roles_from_behaviour(transcript: Transcript) -> dict[str | None, Role]:
    """Who interviews, of two people, or of one unnamed role beside known participants; empty when it does not show.

    The interviewer asks in a good part of her turns, far more often than the others, by the turn or by the word, and speaks
    less. Beside one participant who is called so, more often is enough: somebody must be asking.
    """
    voices: dict[str, _Voice] = {}
    for turn in transcript.turns:
        if turn.speaker is not None:
            voice = voices.setdefault(turn.speaker, _Voice(known=turn.role))
            said = transcript.text[turn.start : turn.end]
            voice.turns += 1
            voice.asking += "?" in said
            voice.words += len(said.split())
    people = _people(transcript, voices)
    words = sum(voice.words for voice in people.values())
    main = {name: voice for name, voice in people.items() if voice.words > words * _BYSTANDER}
    unknown = [name for name, voice in main.items() if voice.known is Role.UNKNOWN]
    beside_participants = len(unknown) == 1 and len(main) > 1
    if not (len(main) == 2 or beside_participants) or not unknown:
        return {}
    asker = max(unknown, key=lambda name: main[name].asking)
    others = [voice for name, voice in main.items() if name != asker]
    if not _interviews(main[asker], others):
        return {}
    answering = {name for name in main if name != asker}
    return {
        label: Role.INTERVIEWER if name == asker else Role.PARTICIPANT
        for label, name in _names(transcript).items()
        if name == asker or name in answering
    }


def _interviews(asker: _Voice, others: Sequence[_Voice]) -> bool:
    rest = _Voice(
        turns=sum(voice.turns for voice in others),
        asking=sum(voice.asking for voice in others),
        words=sum(voice.words for voice in others),
    )
    asked, others_asked = asker.asking / asker.turns, rest.asking / rest.turns
    is_participants = len(others) == 1 and others[0].known is Role.PARTICIPANT
    by_the_word = asked >= _MORE * others_asked and asker.asking * rest.words >= _DENSER * rest.asking * asker.words
    far_more = asked >= _FAR_MORE * others_asked or by_the_word or (is_participants and asked >= _MORE * others_asked)
    return asker.asking >= 3 and asked >= 0.2 and far_more and asker.words < rest.words


def _names(transcript: Transcript) -> Mapping[str, str]:
    """Each label's person: `CA` and `Christian Akin` are one voice where the file says so."""
    return {turn.speaker: turn.participant or turn.speaker for turn in transcript.turns if turn.speaker is not None}


def _people(transcript: Transcript, voices: Mapping[str, _Voice]) -> dict[str, _Voice]:
    people: dict[str, _Voice] = {}
    for label, name in _names(transcript).items():
        person, voice = (people.setdefault(name, _Voice(known=voices[label].known)), voices[label])
        person.turns += voice.turns
        person.asking += voice.asking
        person.words += voice.words
    return people


def asking_sentences(sentences: Sequence[str], weights: Mapping[str, float] = WEIGHTS) -> list[bool]:
    """Which of these sentences, in their order, are likely an interviewer's.

    A sentence counts that is openly put to somebody and likely by the model; likely ones that lead up to it go with it, unless they
    tell of the speaker herself.
    """
    likely = likelihoods(sentences, weights)
    asks = [p >= SURE and is_put_to_you(said) for p, said in zip(likely, sentences, strict=True)]
    for position in range(len(asks) - 2, -1, -1):
        leads_up = asks[position + 1] and likely[position] >= SURE and not tells_of_oneself(sentences[position])
        asks[position] = asks[position] or leads_up
    return asks


def _with_asking_stretches(transcript: Transcript) -> Transcript:
    spans = [
        (turn, start, end)
        for turn in transcript.turns
        for start, end in sentence_spans(transcript.text, turn.start, turn.end)
    ]
    asks = asking_sentences([transcript.text[start:end] for _, start, end in spans])
    if not _is_interview(asks, transcript.spoken_words):
        return transcript
    pieces: list[Turn] = []
    for position, ((turn, start, end), asking) in enumerate(zip(spans, asks, strict=True)):
        goes_on = position > 0 and spans[position - 1][0] is turn and asks[position - 1] == asking
        if goes_on:
            pieces[-1] = replace(pieces[-1], end=end)
        else:
            role = Role.INTERVIEWER if asking else turn.role
            pieces.append(replace(turn, start=start, end=end, role=role, inferred=asking or turn.inferred))
    timed = (_timed(transcript, piece) for piece in pieces)
    return replace(transcript, turns=tuple(replace(piece, index=index) for index, piece in enumerate(timed)))


def _is_interview(asks: Sequence[bool], words: int) -> bool:
    stretches = sum(here and not before for before, here in zip((False, *asks), asks, strict=False))
    return stretches >= max(_FEWEST_STRETCHES, words // _WORDS_A_STRETCH)


def _timed(transcript: Transcript, piece: Turn) -> Turn:
    """A piece of a turn with its own times: by its cues, or by the end of the turn that it keeps."""
    whole = transcript.turn_at(piece.start)
    if whole is None or (whole.start, whole.end) == (piece.start, piece.end):
        return piece
    first = bisect_right(transcript.cues, piece.start, key=lambda cue: cue.end)
    inside = transcript.cues[first : bisect_left(transcript.cues, piece.end, key=lambda cue: cue.start)]
    if inside:
        return replace(piece, time_start=inside[0].time_start, time_end=inside[-1].time_end)
    return replace(
        piece,
        time_start=whole.time_start if piece.start == whole.start else None,
        time_end=whole.time_end if piece.end == whole.end else None,
    )
