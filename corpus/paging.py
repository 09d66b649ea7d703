"""Rows in parts that Chroma takes: its limits on one write and one read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from corpus.facts import equals
from corpus.store import Scalar

ROWS_A_WRITE = 2_000
ROWS_A_WRITE_IN_CLOUD = 250
"""Chroma Cloud's quota is 300 rows a write and a read."""

_IDS_A_READ = 5_000
_T = TypeVar("_T")


def batches(rows: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """The rows in order, `size` at a time."""
    for begin in range(0, len(rows), size):
        yield rows[begin : begin + size]


def found_in(
    collection: Any,
    rows: int,
    ids: Sequence[str] | None,
    where: Mapping[str, Scalar] | None,
    include: Sequence[str],
) -> Iterator[Any]:
    """What `collection.get` finds, in parts; whole where there is no quota: rows written meanwhile shift pages."""
    if not collection.count():  # an empty index is never opened: see corpus.scrubbing
        return
    clause = equals(where) if where else None
    if ids is not None:
        for some in batches(ids, min(rows, _IDS_A_READ)):
            yield collection.get(ids=list(some), where=clause, include=list(include))
        return
    if rows != ROWS_A_WRITE_IN_CLOUD:
        yield collection.get(where=clause, include=list(include))
        return
    begin = 0
    while True:
        page = collection.get(where=clause, include=list(include), limit=rows, offset=begin)
        yield page
        if len(page["ids"]) < rows:
            return
        begin += rows
