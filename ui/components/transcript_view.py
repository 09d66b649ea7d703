"""The transcript viewer: Streamlit's own parts can neither highlight words in plain text nor scroll to them.

It is given text and sets it as text (`textContent`): nothing in a transcript is ever read as HTML, a link or an image.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ui.components.blocks import Block

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_FOLDER = Path(__file__).parent


def show_transcript(blocks: Sequence[Block], *, label: str, key: str, height: int) -> None:
    """Draw blocks in a box of `height` pixels, scrolled to the first highlighted words.

    `label` names the box to a screen reader.
    """
    _component()(
        key=key, height="content", data={"label": label, "height": height, "blocks": [_json(block) for block in blocks]}
    )


@cache
def _sources() -> tuple[str, str]:
    return tuple((_FOLDER / f"transcript_view.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))  # type: ignore[return-value]


@cache
def _component() -> ComponentRenderer:
    import streamlit as st

    css, js = _sources()
    return st.components.v2.component("testimony.transcript", css=css, js=js)


def _json(block: Block) -> dict[str, object]:
    return {
        "speaker": block.speaker,
        "role": block.role,
        "time": block.time,
        "aside": block.aside,
        "continued": block.continued,
        "cutBefore": block.cut_before,
        "cutAfter": block.cut_after,
        "pieces": [{"start": piece.start, "text": piece.text, "marked": piece.marked} for piece in block.pieces],
    }
