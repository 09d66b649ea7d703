"""What an answer took of a model: tokens, and money where a person has set what their endpoint charges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.metering import Request

if TYPE_CHECKING:
    from corpus.settings import Settings

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a million tokens cost that are sent and that are received. `currency` is as a person writes it, or empty."""

    sent: float
    received: float
    currency: str = ""

    def cost(self, tokens_in: int, tokens_out: int) -> float:
        """What so many tokens cost, in the currency.

        >>> Prices(sent=0.5, received=2).cost(1_000_000, 500_000)
        1.5
        """
        return (tokens_in * self.sent + tokens_out * self.received) / _MILLION


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Tokens sent and received, by tiktoken's count, not the endpoint's bill. `cost` is None where no prices are set."""

    tokens_in: int
    tokens_out: int
    cost: float | None = None
    currency: str = ""


def prices_of(settings: Settings) -> Prices | None:
    """The prices that are set; None where there are none."""
    if settings.price_in is None or settings.price_out is None:
        return None
    return Prices(sent=settings.price_in, received=settings.price_out, currency=settings.currency or "")


def spent_on(requests: Sequence[Request], prices: Prices | None) -> Spent | None:
    """What these requests took together; None where there were none."""
    if not requests:
        return None
    return spent(sum(one.tokens_in for one in requests), sum(one.tokens_out for one in requests), prices)


def spent(tokens_in: int, tokens_out: int, prices: Prices | None) -> Spent:
    """So many tokens, with what they cost where prices are set."""
    if prices is None:
        return Spent(tokens_in=tokens_in, tokens_out=tokens_out)
    cost = prices.cost(tokens_in, tokens_out)
    return Spent(tokens_in=tokens_in, tokens_out=tokens_out, cost=cost, currency=prices.currency)


def spent_in_words(one: Spent) -> str:
    """Tokens and cost for a person.

    >>> spent_in_words(Spent(tokens_in=3120, tokens_out=210, cost=0.00234, currency="GBP"))
    '3,120 tokens sent, 210 received, about GBP 0.0023'
    >>> spent_in_words(Spent(tokens_in=3120, tokens_out=210))
    '3,120 tokens sent, 210 received'
    """
    tokens = f"{one.tokens_in:,} tokens sent, {one.tokens_out:,} received"
    return tokens if one.cost is None else f"{tokens}, about {money(one.cost, one.currency)}"


def money(amount: float, currency: str) -> str:
    """An amount with as many digits as say something.

    >>> money(12.3456, "€"), money(0.00001, "")
    ('€ 12.35', 'less than 0.0001')
    """
    unit = f"{currency} " if currency else ""
    if 0 < amount < 0.0001:
        return f"less than {unit}0.0001"
    return f"{unit}{amount:,.2f}" if amount >= 1 else f"{unit}{amount:.4f}"
