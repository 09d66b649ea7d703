"""What a dialect is: a service's way of writing a transcript as JSON, told apart by its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.readers.composing import Note, Utterance
from ingest.readers.json_exports.fields import Node

_ENTRIES_LOOKED_AT = 50  # the first one may lack what the others have


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What a dialect reads out of a file, in the file's order."""

    pieces: Sequence[Utterance | Note]
    title: str | None = None
    meta: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class NotDone(Exception):
    """The file is a service's word that there is no transcript (yet): a failed or unfinished job. str() says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """`recognises` looks at keys and never raises; `read` raises WrongField and NotDone."""

    service: str
    recognises: Callable[[Node], bool]
    read: Callable[[Node], Export]


def keys_of(node: Node) -> frozenset[str]:
    """The keys of an object; none for anything else."""
    return frozenset(node.value) if isinstance(node.value, dict) else frozenset()


def inner(node: Node, *path: str) -> Node:
    """What stands at a path of keys; a Node of None when something on the way is no object."""
    for key in path:
        node = node[key] if isinstance(node.value, dict) else Node(None)
    return node


def entry_keys(node: Node) -> frozenset[str]:
    """The keys of a list's first objects, taken together; none for anything else."""
    entries = node.value[:_ENTRIES_LOOKED_AT] if isinstance(node.value, list) else []
    return frozenset(key for entry in entries if isinstance(entry, dict) for key in entry)
