"""Where a library is: a folder on this machine, or a Chroma server with a folder beside it for what is local."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAddress:
    """A Chroma server, or Chroma Cloud when `api_key` is set.

    `patience_seconds` is how long to go on trying one that is away.
    """

    host: str = ""
    port: int = 8000
    ssl: bool = False
    token: str | None = None
    api_key: str | None = None
    tenant: str | None = None
    database: str | None = None
    patience_seconds: float = 60.0

    def __str__(self) -> str:
        """The address as people write it; never a key."""
        name = f"/{self.database}" if self.database else ""
        if self.api_key is not None:
            return f"Chroma Cloud{name}"
        return f"{'https' if self.ssl else 'http'}://{self.host}:{self.port}{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A library's folder, and the server that holds its rows when there is one."""

    folder: Path
    server: ServerAddress | None = None

    def __str__(self) -> str:
        """What messages call the library."""
        return str(self.server) if self.server else str(self.folder)


def place_of(where: Path | Place) -> Place:
    """A plain folder as a place."""
    return where if isinstance(where, Place) else Place(folder=where)
