"""The bytes of a source file."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import ReadError
from ingest.readers.decoding import LARGEST_BYTES


def bytes_of(path: Path) -> bytes:
    """The whole file. Raises ReadError when it is too large or cannot be opened."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ReadError(path, f"the file is over {LARGEST_BYTES // 2**20} MB", "Split it up first.")
        return path.read_bytes()
    except OSError as error:
        raise ReadError(path, f"it cannot be opened ({error.strerror})", "Check that you may read it.") from None


def size_of(path: Path) -> int:
    """How many bytes the file has; 0 when it cannot be asked."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
