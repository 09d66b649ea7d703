"""What reading every transcript will ask of a model, worked out before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.reading import LibraryReader
from corpus.store import Scope
from models.tokens import token_counter
from rag.corpus_reading import Talk, talks_in
from rag.kept_readings import KeptReading, KeptReadings
from rag.packing import WINDOW_TOKENS, enclose_passage
from rag.spending import Prices, Spent, money, spent
from rag.stretches import Stretch, source_of
from rag.theme_reading import REPLY_TOKENS, halves, messages_on, prompt_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What is still to be asked for, and how many requests are kept from before. Tokens are tiktoken's count.

    `most_tokens_out` is what the replies may be at most; they are mostly far shorter. `model` is None where only the endpoint
    knows which it is; then nothing is known to be kept.
    """

    themes: int
    transcripts: int
    requests: int
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
    requests = done = tokens = 0
    for talk in talks:
        sizes = {stretch: _tokens(talk, stretch) for stretch in talk.stretches}
        for theme in themes:
            around = _around(theme, talk) if talk.stretches else 0
            reading = kept.of(talk.record, theme) if kept else None
            for stretch in talk.stretches:
                if reading is not None and _is_kept(reading, talk, stretch):
                    done += 1
                else:
                    requests, tokens = requests + 1, tokens + around + sizes[stretch]
    return Estimate(
        themes=len(themes),
        transcripts=len(talks),
        requests=requests,
        kept=done,
        tokens_in=tokens,
        most_tokens_out=requests * REPLY_TOKENS,
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
    most = one.most_spent
    cost = "" if most.cost is None else f", which costs {money(most.cost, most.currency)} at most"
    return (
        f"{requests} for {about} in {interviews}: about {one.tokens_in:,} tokens sent, at most "
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
