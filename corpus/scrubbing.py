"""What Chroma's vector files hold beside vectors: room for more, filled with whatever the process had in memory.

Measured with Chroma 1.5.9: a new index writes room for a hundred vectors without clearing it first, and pieces of
transcripts that the process had read were found there on the disk. So before a generation is published the unused room
is overwritten with zeros. An index that was never saved is removed: Chroma would write such room again at each opening,
which is why our collections save every write (`sync_threshold` 1) and empty ones are never opened. An index by inner
product never writes the lengths of its vectors, so their whole file is such room; one by cosine reads them.
"""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import numpy as np

from corpus.errors import LibraryUnreadable

SAVED_INDEX = "index_metadata.pickle"
"""The file an index has from its first saving on."""

_HEADER = struct.Struct("<iQQQQ")  # hnswlib's: version, offset, room for, holding, bytes each
_UNIT_WITHIN = 1e-3


def scrub(generation: Path) -> None:
    """Clear the room of every index in a closed generation. Raises LibraryUnreadable for files of an unknown form."""
    for index in (path for path in generation.iterdir() if path.is_dir()):
        if not (index / SAVED_INDEX).is_file():
            shutil.rmtree(index)
            continue
        version, _, room, holding, size = _HEADER.unpack((index / "header.bin").read_bytes()[: _HEADER.size])
        data, lengths = index / "data_level0.bin", index / "length.bin"
        if version != 1 or data.stat().st_size > room * size or holding > room:
            raise LibraryUnreadable(
                generation.parent,
                "be cleared of leftovers",
                "its vector files have an unknown form",
                "Update Testimony.",
            )
        _clear_from(data, holding * size)
        _clear_all_but_lengths(lengths, holding)


def _clear_from(path: Path, offset: int) -> None:
    room = path.stat().st_size - offset
    if room > 0:
        with path.open("r+b") as file:
            file.seek(offset)
            file.write(bytes(room))


def _clear_all_but_lengths(path: Path, holding: int) -> None:
    """Every vector of ours has length 1: whatever else stands there is no length."""
    found = np.fromfile(path, dtype=np.float32)
    is_length = (found > 1 - _UNIT_WITHIN) & (found < 1 + _UNIT_WITHIN)  # no sums: it may be no number
    is_length[holding:] = False
    with path.open("r+b") as file:
        np.where(is_length, found, np.float32(0)).astype(np.float32).tofile(file)
