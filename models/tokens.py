"""Token counts with tiktoken, offline: the only file that imports it.

tiktoken downloads its tables at first use; llama-index-core ships `cl100k_base`, so that copy is read instead.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeAlias

from models.errors import ModelError

TokenCounter: TypeAlias = Callable[[str], int]


@cache
def token_counter() -> TokenCounter:
    """A function that counts the `cl100k_base` tokens of a text. Special tokens in a transcript count as plain text.

    Raises ModelError when the tables are not on this machine.
    """
    import tiktoken

    os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(_tables_folder()))
    encoding = tiktoken.get_encoding("cl100k_base")
    return lambda text: len(encoding.encode_ordinary(text))


def _tables_folder() -> Path:
    found = importlib.util.find_spec("llama_index.core") if importlib.util.find_spec("llama_index") else None
    for place in (found.submodule_search_locations or []) if found else []:
        folder = Path(place) / "_static" / "tiktoken_cache"
        if folder.is_dir():
            return folder
    raise ModelError(
        "The token tables that llama-index-core carries are not installed. Run: python -m pip install llama-index-core"
    )
