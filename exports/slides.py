"""Slides of quotes for trainers, one a slide, readable from the back of a room; the one file that writes with python-pptx."""

from __future__ import annotations

import io
import re
from typing import Any

from exports.escaping import as_file_text, in_line
from exports.pieces import Export, Quoted

_INK, _QUIET, _ACCENT, _PAPER = "1F2937", "4B5563", "0F766E", "FFFFFF"
_SIZES = ((90, 44), (170, 38), (280, 32), (420, 28))  # up to so many characters, so many points
_MOST = 420  # characters on a slide: more goes on the next one
_MOST_ABOVE = 200  # characters above a quote
_LEFT, _WIDTH = 1.0, 11.3  # inches, of 13.33


def slides(export: Export) -> bytes:
    """A .pptx: a title, then every quote with who said it and where; a long one goes on."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    _title_slide(deck, export)
    for quoted in export.quotes:
        parts = parts_of(as_file_text(quoted.words))
        for number, part in enumerate(parts):
            _quote_slide(deck, quoted, part, number, len(parts))
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def parts_of(words: str) -> list[str]:
    """A quote in parts that fit on a slide, cut between sentences or else words; joined they are the quote.

    >>> [len(part) for part in parts_of("One two. " * 100)]
    [414, 414, 72]
    """
    parts = []
    while len(words) > _MOST:
        ends = [match.end() for match in re.finditer(r"[.!?…][”\"')]*\s+", words[:_MOST])]
        spaces = [match.end() for match in re.finditer(r"\s+", words[:_MOST])]
        cut = next((found[-1] for found in (ends, spaces) if found and found[-1] > _MOST // 3), _MOST)
        parts.append(words[:cut])
        words = words[cut:]
    return [*parts, words]


def _title_slide(deck: Any, export: Export) -> None:
    slide = _blank(deck)
    _text(slide, in_line(export.title), top=2.5, height=1.8, size=44, bold=True)
    people = len({quoted.who for quoted in export.quotes})
    told = f"{len(export.quotes)} quote{'s' * (len(export.quotes) != 1)} · {people} speaker{'s' * (people != 1)}"
    if export.lead:
        _text(slide, in_line(export.lead), top=4.4, height=2.2, size=18, color=_QUIET)
    else:
        _text(slide, told, top=4.4, height=0.7, size=24, color=_QUIET)
    conditions = dict.fromkeys(f"{in_line(one.who)}: {in_line(one.consent)}" for one in export.quotes if one.consent)
    if conditions:
        _text(slide, f"Consent: {'; '.join(conditions)}.", top=5.2, height=1.4, size=16, color=_QUIET)


def _quote_slide(deck: Any, quoted: Quoted, part: str, number: int, of: int) -> None:
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    slide = _blank(deck)
    size = next((points for most, points in _SIZES if len(part) <= most), _SIZES[-1][1])
    if quoted.held_against:
        _text(slide, _shortened(in_line(quoted.held_against)), top=0.85, height=0.9, size=18, color=_QUIET)
    top = 1.75 if quoted.held_against else 0.9
    frame = _frame(slide, top=top, height=5.6 - top)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = frame.paragraphs[0]
    paragraph.line_spacing = 1.12
    for text in ("“" if number == 0 else "", part, "”" if number == of - 1 else ""):
        for at, line in enumerate(text.split("\n")):
            if at:
                paragraph.add_line_break()
            if line:
                run = paragraph.add_run()
                run.text = line
                run.font.size = Pt(size)
                run.font.color.rgb = _color(_INK)
    goes_on = f" ({number + 1} of {of})" if of > 1 else ""
    _text(slide, f"{in_line(quoted.who)}{goes_on}", top=5.75, height=0.55, size=24, bold=True, color=_ACCENT)
    when = f", {quoted.time}" if quoted.time else ""
    _text(slide, f"{in_line(quoted.place)}{when}", top=6.3, height=0.5, size=20, color=_QUIET)
    notes = [quoted.source, *map(in_line, quoted.below)]
    slide.notes_slide.notes_text_frame.text = as_file_text("\n".join(notes))


def _shortened(line: str) -> str:
    return line if len(line) <= _MOST_ABOVE else f"{line[: _MOST_ABOVE - 1].rstrip()}…"


def _blank(deck: Any) -> Any:
    from pptx.enum.shapes import MSO_SHAPE
    from pptx.util import Inches

    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _color(_PAPER)
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Inches(0.45), Inches(0.9), Inches(0.1), Inches(5.9))
    bar.fill.solid()
    bar.fill.fore_color.rgb = _color(_ACCENT)
    bar.line.fill.background()
    return slide


def _frame(slide: Any, *, top: float, height: float) -> Any:
    from pptx.util import Inches

    box = slide.shapes.add_textbox(Inches(_LEFT), Inches(top), Inches(_WIDTH), Inches(height))
    box.text_frame.word_wrap = True
    return box.text_frame


def _text(
    slide: Any, text: str, *, top: float, height: float, size: int, bold: bool = False, color: str = _INK
) -> None:
    from pptx.util import Pt

    run = _frame(slide, top=top, height=height).paragraphs[0].add_run()
    run.text = as_file_text(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = _color(color)


def _color(value: str) -> Any:
    from pptx.dml.color import RGBColor

    make: Any = RGBColor
    return make(*bytes.fromhex(value))
