"""Whatever is exported, in whichever format: its quotes read back are their spans, and what was agreed about quoting is beside them."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import docx
import openpyxl
import pptx
import pytest

from exports.answers import answers_export
from exports.files import MIME, written
from exports.paragraph import footnoted_paragraph
from exports.pieces import Export
from exports.quotes import collection_export, quotes_export
from exports.reports import report_export
from exports.tables import words_of_cell
from exports.theme_tables import counts_table, main_themes_table, read_table
from rag.answer import Answer, Citation, Coverage, Statement, Support, cite
from rag.claims.claim import Aside, Bearing, CheckedClaim, CheckedReport, Claim, ClaimEvidence, SetAside, Verdict
from rag.claims.quotation_lookup import look_up_all
from rag.everybody.counting import ThemeCount, Voice
from rag.everybody.main_themes import MainTheme, MainThemes, SaidBy
from rag.everybody.stances import ReadTheme, ReadVoice, Said, Stance
from rag.quotes.kept_collections import Collection, KeptQuote
from rag.quotes.quote import quote_of
from rag.speech.pseudonyms import Pseudonyms
from rag.speech.spoken_words import SpokenWords
from tests.rag.talks import BERYL, OLWEN

NOBODY = Pseudonyms({})
AGREED = {"beryl": "quote with pseudonym", "olwen": "quote after checking"}
TALKS = {one.id: replace(one, meta={"consent": AGREED[one.id]}) for one in (BERYL, OLWEN)}


def at(identity: str, words: str) -> Citation:
    start = TALKS[identity].text.index(words)
    return cite(TALKS[identity], start, start + len(words))


TWELVE = at("beryl", "Well, um, they gave us twelve pounds, you know, in an envelope.")
TAXI = at("beryl", "I paid for the taxi myself – both ways – and nobody asked me about it.")
LISTENED = at("olwen", "They listened to every word I said.")


def answer() -> Answer:
    statements = (
        Statement(text="They were paid in an envelope.", support=Support.VERIFIED, citations=(TWELVE, TAXI)),
        Statement(text="They were heard.", support=Support.VERIFIED, citations=(LISTENED,)),
    )
    return Answer(
        question="How were they paid?",
        standalone_question="How were they paid?",
        mode="generated",
        found=True,
        statements=statements,
        coverage=Coverage(searched=tuple(TALKS), with_evidence=tuple(TALKS)),
    )


def checked() -> CheckedReport:
    report = "Everybody paid for a taxi. Beryl says they “gave us ninety pounds, you know, in an envelope”."
    evidence = [
        ClaimEvidence(citation=one, participant="", bearing=Bearing.UNJUDGED, score=0.5) for one in (TAXI, LISTENED)
    ]
    claim = CheckedClaim(
        claim=Claim(text="Everybody paid for a taxi.", start=0, end=26),
        verdict=Verdict.EVIDENCE_ONLY,
        reason="Nobody judged it.",
        evidence=tuple(evidence),
    )
    quotations = tuple(look_up_all(report, SpokenWords(TALKS.values())))
    return CheckedReport(text=report, claims=(claim,), set_aside=(), quotations=quotations, searched=tuple(TALKS))


def found(names: Pseudonyms = NOBODY) -> Export:
    quotes = [
        quote_of(TALKS[one.span.transcript_id], one.span.start, one.span.end, "", 1.0)
        for one in (TWELVE, TAXI, LISTENED)
    ]
    return quotes_export("being paid", quotes, names)


def collected(names: Pseudonyms = NOBODY) -> Export:
    kept = tuple(
        KeptQuote(
            transcript=one.span.transcript_id,
            start=one.span.start,
            end=one.span.end,
            text=one.quote,
            readable=one.quote,
            title=one.title,
            speaker=one.speaker,
            participant=one.speaker or "",
            consent=one.consent,
        )
        for one in (TWELVE, TAXI, LISTENED)
    )
    return collection_export(Collection(id="pay", title="Pay", begun=datetime.now(UTC), quotes=kept), names)


EXPORTS = {
    "answer": lambda names=NOBODY: answers_export("Pay", [answer()], names),
    "report": lambda names=NOBODY: report_export(checked(), names),
    "quotes": found,
    "collection": collected,
}


@pytest.mark.parametrize("ending", MIME)
@pytest.mark.parametrize("kind", EXPORTS)
def test_every_quote_reads_back_as_its_span_with_what_was_agreed_about_it(kind: str, ending: str) -> None:
    export = EXPORTS[kind]()
    assert len(export.quotes) > 1
    content = written(export, ending)
    if ending in (".csv", ".xlsx"):
        rows = [row for row in rows_of(content, ending) if row["start"]]
        assert len(rows) >= len(export.quotes)
        for row in rows:
            transcript = TALKS[row.get("id") or row["transcript"]]
            words = row["quote"] if "quote" in row else row["words"]
            assert words == transcript.text[int(row["start"]) : int(row["end"])]
            assert row["consent"] == AGREED[transcript.id]
        return
    for words, rest in quotes_of(content, ending):
        held = [one for one in TALKS.values() if words in in_line(one.text)]
        assert len(held) == 1, words
        assert f"Consent: {AGREED[held[0].id]}" in rest
    assert {in_line(one.words) for one in export.quotes} == {words for words, _ in quotes_of(content, ending)}


def test_tables_of_themes_and_a_paragraph_to_paste_carry_it_too() -> None:
    said = SaidBy(participant="Beryl", called="Beryl", quote=TAXI, nearness=1.0)
    theme = MainTheme(words=("taxi",), said_by=(said,), quotes=(said,), passages=1)
    speaking = Voice(participant="Beryl", called="Beryl", quotes=(TAXI,), asked=False)
    silent = Voice(participant="Olwen", called="Olwen", quotes=(), asked=True)
    read = ReadTheme(
        theme="taxis",
        voices=(
            ReadVoice(participant="Beryl", called="Beryl", said=(Said(stance=Stance.SAYS, citation=TAXI),)),
            ReadVoice(participant="Olwen", called="Olwen"),
        ),
        unread=(),
        dropped=0,
        model="m",
        prompt="p@1",
    )
    for table in (
        main_themes_table(
            MainThemes(themes=(theme,), participants=("Ana", "Ben"), transcripts=2, passages=1, others=0), NOBODY
        ),
        counts_table([ThemeCount(theme="taxis", voices=(speaking, silent))], NOBODY),
        read_table([read], NOBODY),
    ):
        rows = [dict(zip(table.header, row, strict=True)) for row in table.rows]
        assert [(row["words"], row["consent"]) for row in rows if row["words"]] == [(TAXI.quote, AGREED["beryl"])]
    assert footnoted_paragraph(answer(), NOBODY).endswith("Consent: quote after checking.")


def test_slides_of_an_answer_say_what_the_words_stand_under_but_not_that_they_are_summed_up() -> None:
    summed, *others = answer().statements
    against = [replace(one, heading="Says the contrary") for one in others]
    told = replace(answer(), statements=(replace(summed, heading="Summary"), *against))
    shown = answers_export("Pay", [told], NOBODY).quotes
    assert [one.held_against for one in shown] == ["", "", "Says the contrary"]


def test_a_checked_report_as_markdown_keeps_its_headings_and_says_in_bold_what_each_part_is() -> None:
    heading = SetAside(text="# Findings", start=0, end=10, reason=Aside.HEADING)
    report = replace(checked(), set_aside=(heading,))
    told = written(report_export(report, NOBODY), ".md").decode()
    assert "\n## Findings\n" in told
    assert "**Claim:** Everybody paid for a taxi.\n\n**Passages to read.** Nobody judged it.\n" in told
    assert "1 claim (1 with passages to read) and 1 quotation (1 altered) held against 2 interviews" in told


def rows_of(content: bytes, ending: str) -> list[dict[str, str]]:
    """The rows of a table, by its header."""
    if ending == ".csv":
        told = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        return [{key: words_of_cell(cell) for key, cell in row.items()} for row in told]
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    header, *rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    return [dict(zip(header, row, strict=True)) for row in rows]


def quotes_of(content: bytes, ending: str) -> list[tuple[str, str]]:
    """The words between quotation marks that a document says somebody said, on one line, and what it says beside them."""
    if ending == ".pptx":
        slides = list(pptx.Presentation(io.BytesIO(content)).slides)[1:]
        told = ["\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in slides]
        notes = [slide.notes_slide.notes_text_frame for slide in slides]
        blocks = [f"{shown}\n{note.text}" for shown, note in zip(told, notes, strict=True) if note is not None]
    elif ending == ".md":
        # a block quote, or a footnote
        blocks = re.findall(r"(?m)^(?:> “.*\n(?:>.*\n?)*|\[\^\d+\]: “.*)", content.decode())
        blocks = [re.sub(r"(?m)^>\s?|^\[\^\d+\]: |\\\\(?=[^\w\s])", "", block) for block in blocks]
    else:
        blocks = word_blocks(content)
    found = [(re.search(r"(?ms)^“(.+?)”(?=\s|$)", block), block) for block in blocks]
    return [(in_line(match[1]), block) for match, block in found if match]


def word_blocks(content: bytes) -> list[str]:
    """A Word file's quotes with the lines below each, its footnotes, and the lines of its comments."""
    document = docx.Document(io.BytesIO(content))
    blocks: list[str] = []
    for paragraph in document.paragraphs:
        if paragraph.style is not None and paragraph.style.name == "Quote":
            blocks.append(paragraph.text)
        elif blocks:
            blocks[-1] += f"\n{paragraph.text}"
    for comment in document.comments:
        blocks += [line.partition(": ")[2] for line in comment.text.splitlines()]
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        if "word/footnotes.xml" in held.namelist():
            notes = re.findall(r"<w:footnote .*?</w:footnote>", held.read("word/footnotes.xml").decode())
            blocks += [unescape(re.sub("<[^>]+>", "", note)).strip() for note in notes]
    return blocks


def in_line(text: str) -> str:
    return " ".join(text.split())
