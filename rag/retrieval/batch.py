"""A file of queries, one JSON object a line."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import BatchError


class BatchLine(BaseModel):
    """One query; `transcript` is an id, a title or a file name."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    id: str
    query: str = Field(min_length=1)
    transcript: str | None = None


def read_batch(path: Path) -> list[BatchLine]:
    """The queries of a JSON-lines file, empty lines left out. Raises BatchError naming the file and the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BatchError(path, None, f"it cannot be read ({error})") from None
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                lines.append(BatchLine.model_validate_json(line))
            except ValidationError as error:
                first = error.errors()[0]
                field = ".".join(map(str, first["loc"])) or "the line"
                raise BatchError(path, number, f"{field}: {first['msg']}") from None
    return lines
