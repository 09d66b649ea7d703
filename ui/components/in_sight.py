"""Brings a place of the page into sight, once: Streamlit has no means to scroll."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_JS = """
const shown = new WeakSet();
export default function ({ parentElement }) {
  const place = parentElement.host ?? parentElement;
  if (shown.has(place)) return;
  shown.add(place);
  place.style.scrollMarginTop = "5rem";
  setTimeout(() => place.scrollIntoView({ block: "start" }), 150);  // until what stands above has its height
}
"""


def bring_into_sight(key: str) -> None:
    """Scroll to where this is drawn, when it is drawn first."""
    _component()(key=key, height=1)


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component("testimony.in_sight", js=_JS)
