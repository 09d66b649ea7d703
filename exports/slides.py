"""Slides of quotes for trainers, one a slide, readable from the back of a room; the one file that writes with python-pptx."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from exports.escaping import as_file_text
from exports.pieces import Export, Quoted
from exports.wording import UNLABELLED, count, names_told
from rag.speech.words import in_line

_INK, _QUIET, _ACCENT, _PAPER = "1F2937", "4B5563", "0F766E", "FFFFFF"
_SIZES = ((90, 44), (170, 38), (280, 32), (420, 28))  # up to so many characters, so many points
_MOST = 420  # characters on a slide: more goes on the next one
_MOST_ABOVE = 200  # characters above a quote
_TITLES = ((70, 44), (160, 32), (10_000, 24))  # up to so many characters, so many points
_LEADS = ((220, 20), (500, 16), (10_000, 13))
_MOST_TITLE, _MOST_LEAD, _MOST_CONDITIONS = 300, 900, 700
_LEFT, _WIDTH = 1.0, 11.3  # inches, of 13.33


def slides(export: Export) -> bytes:
    """A .pptx: a title, then every quote with who said it and where; a long one goes on."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.core_properties.title, deck.core_properties.author = as_file_text(in_line(export.title))[:255], "Testimony"
    deck.core_properties.last_modified_by = "Testimony"
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
    """One frame, so that a long title or lead pushes what is below it down and nothing lies over anything."""
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    title = _shortened(in_line(export.title), _MOST_TITLE)
    lead = _shortened(in_line(export.lead) or _counted(export), _MOST_LEAD)
    notes = _shortened(in_line(" ".join(export.notes)), _MOST_LEAD)
    below = [text for text in (lead, notes, _shortened(_conditions(export), _MOST_CONDITIONS)) if text]
    frame = _frame(_blank(deck), top=0.9, height=5.9)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    size = _size(_LEADS, " ".join(below))
    _line(frame.paragraphs[0], title, size=_size(_TITLES, title), bold=True)
    for text in below:
        paragraph = frame.add_paragraph()
        paragraph.space_before = Pt(18)
        _line(paragraph, text, size=size, color=_QUIET)


def _counted(export: Export) -> str:
    """How many quotes of how many speakers. Unlabelled speech is of nobody knows how many, and is not counted as one."""
    people = {quoted.who for quoted in export.quotes}
    speakers = [count(len(people - {UNLABELLED}), "speaker")] if people != {UNLABELLED} else []
    unlabelled = ["unlabelled speech"] if UNLABELLED in people else []
    return f"{count(len(export.quotes), 'quote')} · {' and '.join([*speakers, *unlabelled])}"


def _conditions(export: Export) -> str:
    """What was agreed about quoting whom, those of whom the same was agreed together; and whose real names are told."""
    agreed: dict[str, dict[str, None]] = {}
    for one in export.quotes:
        if one.consent:
            agreed.setdefault(in_line(one.consent), {})[in_line(one.who)] = None
    told = [f"{consent} ({', '.join(people)})" for consent, people in agreed.items()]
    names = sorted({name for one in export.quotes for name in one.tells})
    return " ".join(
        [
            *([f"Consent: {'; '.join(told)}."] if told else []),
            *([f"{names_told(names)}: the slides concerned say so in their notes."] if names else []),
        ]
    )


def _quote_slide(deck: Any, quoted: Quoted, part: str, number: int, of: int) -> None:
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    slide = _blank(deck)
    size = _size(_SIZES, part)
    if quoted.held_against:
        _text(slide, _shortened(in_line(quoted.held_against), _MOST_ABOVE), top=0.85, height=0.9, size=18, color=_QUIET)
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
    notes = [quoted.source, *map(in_line, (*quoted.below, quoted.held_against))]
    slide.notes_slide.notes_text_frame.text = as_file_text("\n".join(filter(None, notes)))


def _shortened(line: str, most: int) -> str:
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _size(sizes: Sequence[tuple[int, int]], text: str) -> int:
    return next((points for most, points in sizes if len(text) <= most), sizes[-1][1])


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
    _line(_frame(slide, top=top, height=height).paragraphs[0], text, size=size, bold=bold, color=color)


def _line(paragraph: Any, text: str, *, size: int, bold: bool = False, color: str = _INK) -> None:
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text = as_file_text(text)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = _color(color)


def _color(value: str) -> Any:
    from pptx.dml.color import RGBColor

    make: Any = RGBColor
    return make(*bytes.fromhex(value))
