"""Receipts of forgetting: what was erased and when, without a word of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from corpus.store import Row

_PREFIX = "receipt/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One transcript's erasure.

    An id often holds a name, so `transcript` is its digest (`digest_of`); `file` is the source file's SHA-256. Either
    can be checked by whoever still has the id or the file, and read by nobody else. `when` is ISO 8601, in UTC.
    """

    transcript: str
    file: str
    when: str
    words: int
    passages: int


def digest_of(transcript_id: str) -> str:
    """What a receipt calls a transcript.

    >>> digest_of("amara-okafor-e502f5")
    '92351f276b18624f04f7b820a5f3163e'
    """
    return hashlib.blake2s(transcript_id.encode(), digest_size=16).hexdigest()


def receipt_row(receipt: Receipt) -> Row:
    """A receipt as a row of the records."""
    name = hashlib.blake2s(f"{receipt.transcript}/{receipt.when}".encode(), digest_size=8).hexdigest()
    return Row(id=f"{_PREFIX}{name}", text=json.dumps(asdict(receipt)), facts={"kind": "receipt"})


def read_receipt(row: Row) -> Receipt:
    """The receipt in a row."""
    return Receipt(**json.loads(row.text))
