"""A model reads a stretch of a transcript for a theme: what it labels is looked up, and only words that stand there count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.transcript import Role, Transcript
from models.chat import ChatMessage, ChatModel
from models.metering import Request
from models.tokens import TokenCounter, token_counter
from rag.answer import Citation, cite
from rag.everybody.stances import Said, Stance
from rag.everybody.theme_replies import SCHEMA, Item, ThemeReply
from rag.prompting.envelope import enclose, number
from rag.prompting.packing import WINDOW_TOKENS, enclose_passage
from rag.prompting.prompts import load_prompt, render
from rag.prompting.stretches import Stretch, source_of, stretches
from rag.prompting.whole_replies import WholeReplies
from rag.speech.matching import find_words
from rag.verification.quoting import Attribution, judge_quotation, voices_of

PROMPT = "read-theme"
REPLY_TOKENS = 1_600
MOST_THEME_TOKENS = 200
_MOST_ITEMS = 16
_MARGIN_TOKENS = 300  # for fences, roles, and tokens that a model counts otherwise
_LEAST_TOKENS = 300  # of a stretch
_LEAST_CHARACTERS = 800  # of a stretch that can be halved
_SHORTEST_QUESTION = 3  # words
_ROLE = re.compile(r"\s*\((?:interviewer|participant|unknown)\):?$")
_UNLABELLED = ("", "speaker not labelled", "unknown", "none")
_OPPOSED = {Stance.SAYS: Stance.CONTRARY, Stance.CONTRARY: Stance.SAYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What of a reply holds: words of participants, questions of the interviewer's, and how many labels do not hold."""

    said: tuple[Said, ...] = ()
    asked: tuple[Citation, ...] = ()
    dropped: int = 0


class ThemeReader:
    """Asks one model."""

    def __init__(self, model: ChatModel, *, window_tokens: int = WINDOW_TOKENS) -> None:
        self._replies = WholeReplies(model, SCHEMA)
        self.window_tokens = window_tokens

    @property
    def model(self) -> str:
        """The model's name. Raises ModelError where the endpoint has to be asked for it and does not tell."""
        return self._replies.model.name

    def ask(self, theme: str, transcript: Transcript, stretch: Stretch, requests: list[Request] | None = None) -> str:
        """The model's reply on a stretch; what it took goes into `requests`. Raises ModelError."""
        return self._replies.ask(messages_on(theme, transcript, stretch), REPLY_TOKENS, prompt_name(), requests)


def prompt_name() -> str:
    """The prompt's id and version."""
    return load_prompt(PROMPT).name


def is_too_long(theme: str) -> bool:
    """Whether a theme is longer than the phrase or sentence that a model can hold transcripts against."""
    return token_counter()(theme) > MOST_THEME_TOKENS


def plan(
    transcript: Transcript, count: TokenCounter | None = None, *, window_tokens: int = WINDOW_TOKENS
) -> list[Stretch]:
    """The stretches a transcript is read in, whatever the theme: a request takes `window_tokens` with its reply, at most."""
    count = count or token_counter()
    taken = count(load_prompt(PROMPT).system) + MOST_THEME_TOKENS + REPLY_TOKENS + _MARGIN_TOKENS
    return stretches(transcript, count, max(_LEAST_TOKENS, window_tokens - taken))


def halves(transcript: Transcript, stretch: Stretch) -> list[Stretch]:
    """A stretch in about two; in one where it is too short for that."""
    count = token_counter()
    if stretch.end - stretch.start < _LEAST_CHARACTERS:
        return [stretch]
    size = count(enclose_passage(source_of(transcript, stretch)))
    return stretches(transcript, count, size * 3 // 5 + _LEAST_CHARACTERS // 20, within=stretch)


def messages_on(theme: str, transcript: Transcript, stretch: Stretch) -> list[ChatMessage]:
    """What a model is sent of a stretch."""
    return render(
        load_prompt(PROMPT),
        theme=enclose("theme", theme),
        passage=enclose_passage(source_of(transcript, stretch)),
        most_items=number(_MOST_ITEMS),
    )


def checked(reply: ThemeReply, transcript: Transcript, stretch: Stretch) -> Checked:
    """A reply held against the stretch it is about. The same words with a stance and its contrary are dropped, both."""
    found = [_said(item, transcript, stretch) for item in reply.items]
    said = [one for one in found if one is not None]
    torn = [one for one in said if any(_contradicts(one, other) for other in said)]
    asked = [_question(words, transcript, stretch) for words in reply.asked]
    return Checked(
        said=tuple(without_repeats(one for one in said if one not in torn)),
        asked=tuple(dict.fromkeys(one for one in asked if one is not None)),
        dropped=reply.unknown + found.count(None) + len(torn) + asked.count(None),
    )


def without_repeats(said: Iterator[Said] | Sequence[Said]) -> list[Said]:
    """The same without words that stand in others already; what only touches the theme gives way to what takes a side."""
    kept: list[Said] = []
    for one in sorted(said, key=lambda each: each.stance is Stance.TOUCHES):
        if not any(one.citation.span.overlaps(other.citation.span) for other in kept):
            kept.append(one)
    return kept


def _said(item: Item, transcript: Transcript, stretch: Stretch) -> Said | None:
    """The words as they were said, by that speaker and no interviewer; None where they were not."""
    source = source_of(transcript, stretch)
    name = _ROLE.sub("", item.speaker.casefold())
    labels = frozenset(each for each in transcript.speakers if " ".join(each.casefold().split()) == name)
    is_unlabelled = name in _UNLABELLED and not labels
    if not labels and not is_unlabelled:
        return None
    said_by = Attribution(item.speaker, labels) if labels else None
    found = judge_quotation(item.quote, [source], {source.label: source}, said_by)
    if not found.status.is_shown or found.place is None or (is_unlabelled and found.place.speaker is not None):
        return None
    return Said(stance=item.stance, citation=found.place)


def _contradicts(one: Said, other: Said) -> bool:
    return other.stance is _OPPOSED.get(one.stance) and one.citation.span.overlaps(other.citation.span)


def _question(words: str, transcript: Transcript, stretch: Stretch) -> Citation | None:
    """Words of the interviewer's, or, where nobody's role is known, of anybody's; None where they stand nowhere."""
    if len(words.split()) < _SHORTEST_QUESTION:
        return None
    for voice in voices_of(source_of(transcript, stretch)):
        turn = transcript.turn_at(voice.start)
        if turn is None or turn.role is Role.PARTICIPANT:
            continue
        if (match := find_words(words, transcript.text, voice.start, voice.end)) is not None and match.same:
            return cite(transcript, match.start, match.end)
    return None
