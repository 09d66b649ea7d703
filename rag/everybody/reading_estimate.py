"""What reading every transcript, and summing up what was found, will ask of a model, worked out before anything is sent."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from corpus.reading import LibraryReader
from corpus.store import Scope
from models.chat import ChatMessage
from models.errors import EndpointUnreachable
from models.tokens import token_counter
from rag.everybody import summing_up
from rag.everybody.kept_readings import KeptReading, KeptReadings
from rag.everybody.reading import ReadsByModel, Talk, talks_in
from rag.everybody.stances import ReadTheme
from rag.everybody.summaries import items_in
from rag.everybody.theme_reading import REPLY_TOKENS, ThemeReader, halves, messages_on, prompt_name
from rag.prompting.kept_replies import KeptReplies, versions_in
from rag.prompting.packing import WINDOW_TOKENS, enclose_passage
from rag.prompting.stretches import Stretch, source_of
from rag.speech.people import people_in
from rag.spending import Prices, Spent, money, spent

_SUMMED_UP_TOKENS = 80  # of words of a handy length, with their label


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What is still to be asked for, and how many requests are kept from before. Tokens are tiktoken's count.

    `summaries` of the requests sum up a theme: how many tokens these take is a guess until it was read. `most_tokens_out` is
    what the replies may be at most; they are mostly far shorter. `model` is None where only the endpoint knows which it is;
    then nothing is known to be kept.
    """

    themes: int
    transcripts: int
    requests: int
    summaries: int
    kept: int
    tokens_in: int
    most_tokens_out: int
    model: str | None
    prices: Prices | None = None

    @property
    def most_spent(self) -> Spent:
        """The tokens, with what they cost at most where prices are set."""
        return spent(self.tokens_in, self.most_tokens_out, self.prices)


def estimated(
    library: LibraryReader,
    themes: Sequence[str],
    scope: Scope,
    model: str | None,
    window_tokens: int = WINDOW_TOKENS,
    prices: Prices | None = None,
) -> Estimate:
    """The estimate for reading with the model of this name. Asks nobody. Raises LibraryError."""
    talks = talks_in(library, scope, window_tokens)
    kept = KeptReadings(library, prompt_name(), model) if model else None
    left = dict.fromkeys(themes, 0)
    done = tokens = 0
    for talk in talks:
        sizes = {stretch: _tokens(talk, stretch) for stretch in talk.stretches}
        for theme in themes:
            around = _around(theme, talk) if talk.stretches else 0
            reading = kept.of(talk.record, theme) if kept else None
            for stretch in talk.stretches:
                if reading is not None and _is_kept(reading, talk, stretch):
                    done += 1
                else:
                    left[theme], tokens = left[theme] + 1, tokens + around + sizes[stretch]
    read_before = [theme for theme in themes if model and not left[theme]]
    read = _read_again(library, talks, read_before, scope, model, window_tokens) if model else {}
    sums = [
        _to_sum_up(library, read[theme], model, window_tokens)
        if model and theme in read
        else _guessed(theme, talks, scope, window_tokens)
        for theme in themes
    ]
    requests, summaries = sum(left.values()), sum(one.requests for one in sums)
    return Estimate(
        themes=len(themes),
        transcripts=len(talks),
        requests=requests + summaries,
        summaries=summaries,
        kept=done + sum(one.kept for one in sums),
        tokens_in=tokens + sum(one.tokens_in for one in sums),
        most_tokens_out=requests * REPLY_TOKENS + summaries * summing_up.REPLY_TOKENS,
        model=model,
        prices=prices,
    )


def estimate_sentence(one: Estimate) -> str:
    """The estimate for a person."""
    kept = (
        f" {one.kept:,} of {one.kept + one.requests:,} requests are kept from before and are not asked again."
        if (one.kept)
        else ""
    )
    if not one.requests:
        return f"Nothing is left to ask: all {one.kept:,} requests are kept from before."
    interviews = "1 interview" if one.transcripts == 1 else f"{one.transcripts:,} interviews"
    about = "1 theme" if one.themes == 1 else f"{one.themes:,} themes"
    requests = "1 request" if one.requests == 1 else f"{one.requests:,} requests"
    sums = "" if not one.summaries else f", {one.summaries:,} of them to sum up what was found"
    sums = ", to sum up what was found" if one.summaries == one.requests else sums
    most = one.most_spent
    cost = "" if most.cost is None else f", which costs {money(most.cost, most.currency)} at most"
    return (
        f"{requests} for {about} in {interviews}{sums}: about {one.tokens_in:,} tokens sent, at most "
        f"{one.most_tokens_out:,} received{cost}.{kept}"
    )


def _is_kept(reading: KeptReading, talk: Talk, stretch: Stretch) -> bool:
    if reading.reply_on(stretch) is not None:
        return True
    if not reading.reaches_into(stretch):
        return False
    parts = halves(talk.transcript, stretch)
    return len(parts) > 1 and all(_is_kept(reading, talk, half) for half in parts)


def _tokens(talk: Talk, stretch: Stretch) -> int:
    return token_counter()(enclose_passage(source_of(talk.transcript, stretch)))


def _around(theme: str, talk: Talk) -> int:
    """The tokens of a request beside its stretch."""
    nowhere = Stretch(start=0, end=0)
    return sum(token_counter()(message.text) for message in messages_on(theme, talk.transcript, nowhere))


@dataclass(frozen=True, slots=True)
class _Sum:
    """What a summary takes."""

    requests: int = 0
    kept: int = 0
    tokens_in: int = 0


@dataclass(frozen=True, slots=True)
class _Nobody:
    """A model that is only named: with it what is kept can be read, and nothing else."""

    name: str
    destination: str = "nobody"

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        raise EndpointUnreachable(self.destination)


def _read_again(
    library: LibraryReader, talks: Sequence[Talk], themes: Sequence[str], scope: Scope, model: str, window_tokens: int
) -> dict[str, ReadTheme]:
    """The themes of which every reply is kept, read from those."""
    nobody = ThemeReader(_Nobody(model), window_tokens=window_tokens)
    return {one.theme: one for one in ReadsByModel(library, nobody).read_talks(talks, themes, scope)}


def _to_sum_up(library: LibraryReader, read: ReadTheme, model: str, window_tokens: int) -> _Sum:
    """What the summary of a theme takes that was read."""
    rounds = items_in(read, library.transcript) if read.complete else []
    if not rounds:
        return _Sum()
    kept = KeptReplies(library, summing_up.prompt_name(), model, versions_in(library))
    parts = summing_up.parts_of(read, rounds, window_tokens)
    sent = [(summing_up.messages_on(read, items, len(parts)), summing_up.transcripts_of(items)) for items in parts]
    left = [messages for messages, transcripts in sent if kept.reply_to(messages, transcripts) is None]
    tokens = sum(token_counter()(message.text) for messages in left for message in messages)
    return _Sum(requests=len(left), kept=len(parts) - len(left), tokens_in=tokens)


def _guessed(theme: str, talks: Sequence[Talk], scope: Scope, window_tokens: int) -> _Sum:
    """What the summary of a theme may take that was not read yet: as if everybody had words on it."""
    people = people_in((talk.transcript for talk in talks), scope.speakers)
    if not people.names:
        return _Sum()
    unread = ReadTheme(theme=theme, voices=(), unread=(), dropped=0, model="", prompt="")
    around = sum(token_counter()(message.text) for message in summing_up.messages_on(unread, ()))
    most = window_tokens - summing_up.REPLY_TOKENS
    return _Sum(requests=1, tokens_in=min(most, around + len(people.names) * _SUMMED_UP_TOKENS))
