"""Text kept in a file beside what makes it. `UPDATE_GOLDEN=1 make tests` writes it anew; look at the difference then."""

from __future__ import annotations

import os
import re
from pathlib import Path


def assert_golden(path: Path, text: str) -> None:
    """The file holds exactly this text."""
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text, f"{path.name} is out of date: UPDATE_GOLDEN=1 writes it anew"


def assert_golden_part(path: Path, name: str, text: str) -> None:
    """What stands between `<!-- name -->` and `<!-- /name -->` in the file is exactly this text."""
    whole = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    assert pattern.search(whole), f"{path.name} has no part {name!r}"
    assert_golden(path, pattern.sub(lambda _: f"{begin}{text}{end}", whole, count=1))
