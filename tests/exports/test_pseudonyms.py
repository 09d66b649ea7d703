"""Whoever sets pseudonyms finds a real name in no export but in words that somebody said, and there it is said."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest

from exports.answers import answers_export
from exports.files import MIME, written
from exports.paragraph import footnoted_paragraph
from exports.pieces import Export, table_export
from exports.quotes import collection_export, quotes_export
from exports.reports import report_export
from exports.theme_tables import counts_table, main_themes_table, read_table
from rag.answer import Answer, Citation, Coverage, Statement, Support, cite
from rag.claims.claim import Aside, Bearing, CheckedClaim, CheckedReport, Claim, ClaimEvidence, SetAside, Verdict
from rag.claims.quotation_lookup import look_up_all
from rag.everybody.counting import ThemeCount, Voice
from rag.everybody.main_themes import MainTheme, MainThemes, SaidBy
from rag.everybody.stances import ReadTheme, ReadVoice, Said, Stance, Summary, Unread
from rag.quotes.kept_collections import Collection, KeptQuote
from rag.quotes.quote import quote_of
from rag.speech.pseudonyms import Pseudonyms
from rag.speech.spoken_words import SpokenWords
from tests.rag.talks import OLWEN, talk

GWEN = talk(
    "01-gwen-parry-0a1b2c",
    "Gwen Parry, first interview",
    ("Interviewer", "How were you paid, Gwen?"),
    (
        "Gwen",
        "They wrote Mrs Parry on the envelope, and the will of the people was not asked. I said, you owe me a taxi.",
    ),
)
TELLS = "They wrote Mrs Parry on the envelope, and the will of the people was not asked."
OWES = "I said, you owe me a taxi."
NAMES = Pseudonyms({"gwen parry": "Mair"}, [GWEN, OLWEN])
TOLD = "As said, the words tell the real name of Mair"


def at(words: str) -> Citation:
    start = GWEN.text.index(words)
    return cite(GWEN, start, start + len(words))


def answer() -> Export:
    told = Answer(
        question="What did Gwen Parry say, and what did gwen get?",
        standalone_question="What did Gwen Parry say?",
        mode="extractive",
        found=True,
        statements=(
            Statement(
                text=f"Gwen says: “{TELLS}”", support=Support.VERIFIED, citations=(at(TELLS),), heading="Gwen’s pay"
            ),
            Statement(text="Parry paid for it.", support=Support.UNVERIFIED, citations=(), problems=("Not Gwen.",)),
        ),
        coverage=Coverage(searched=(GWEN.id,), with_evidence=(GWEN.id,)),
        introduction="Asked, and nothing near enough found: Gwen.",
        notes=("Gwen Parry speaks in 1 interview.",),
    )
    return answers_export(told.question, [told], NAMES)


def report() -> Export:
    text = f"# Gwen\n\nGwen Parry took a taxi. Gwen said “{TELLS}”"
    claim = CheckedClaim(
        claim=Claim(text="Gwen Parry took a taxi.", start=8, end=31),
        verdict=Verdict.PARTLY_SUPPORTED,
        reason="Gwen says so.",
        evidence=(ClaimEvidence(citation=at(OWES), participant="Gwen", bearing=Bearing.FOR, score=0.5),),
        people_for=("Gwen",),
        problems=("Parry alone says it.",),
    )
    heading = SetAside(text="# Gwen", start=0, end=6, reason=Aside.HEADING)
    checked = CheckedReport(
        text=text,
        claims=(claim,),
        set_aside=(heading,),
        quotations=tuple(look_up_all(text, SpokenWords([GWEN, OLWEN]))),
        searched=(GWEN.id,),
    )
    return report_export(checked, NAMES, "gwen-parry-report, checked")


def quotes() -> Export:
    one = at(TELLS)
    return quotes_export("Gwen’s envelope", [quote_of(GWEN, one.span.start, one.span.end, "Gwen", 1.0)], NAMES)


def collection() -> Export:
    one = at(TELLS)
    kept = KeptQuote(
        transcript=GWEN.id,
        start=one.span.start,
        end=one.span.end,
        text=TELLS,
        readable=TELLS,
        title=GWEN.title,
        speaker="Gwen",
        participant="Gwen",
        topic="Gwen’s envelope",
    )
    return collection_export(Collection(id="a", title="For Gwen", begun=datetime.now(UTC), quotes=(kept,)), NAMES)


def counts() -> Export:
    voice = Voice(participant="Gwen", called="Gwen", quotes=(at(TELLS),), asked=True)
    return table_export(counts_table([ThemeCount(theme="Gwen’s pay", voices=(voice,))], NAMES))


def read() -> Export:
    voice = ReadVoice(participant="Gwen", called="Gwen", said=(Said(stance=Stance.SAYS, citation=at(TELLS)),))
    theme = ReadTheme(
        theme="paying Gwen",
        voices=(voice,),
        unread=(Unread(transcript_id=GWEN.id, title=GWEN.title, reason="Gwen was cut off."),),
        dropped=0,
        model="m",
        prompt="p@1",
        summary=Summary(
            statements=(Statement(text="Gwen was paid.", support=Support.VERIFIED, citations=(at(TELLS),)),),
            notes=("Of Gwen nothing more.",),
            prompt="s@1",
        ),
    )
    return table_export(read_table([theme], NAMES))


def main_themes() -> Export:
    said = SaidBy(participant="Gwen", called="Gwen", quote=at(TELLS), nearness=1.0)
    theme = MainTheme(words=("gwen", "envelope"), said_by=(said,), quotes=(said,), passages=1)
    found = MainThemes(themes=(theme,), participants=("Gwen",), transcripts=1, passages=1, others=0)
    return table_export(main_themes_table(found, NAMES))


TABLES = (counts, read, main_themes)
WANTED = [
    (make, ending)
    for make in (answer, report, quotes, collection, *TABLES)
    for ending in MIME
    if ending != ".pptx" or make not in TABLES  # on slides there are quotes alone
]


@pytest.mark.parametrize(("make", "ending"), WANTED)
def test_no_export_tells_a_real_name_but_in_words_that_were_said_and_says_so_there(
    make: Callable[[], Export], ending: str
) -> None:
    export = make()
    told = everything_in(written(export, ending), ending)
    assert "Mair" in told
    assert "interview-0a1b2c" in told or ending in (".docx", ".pptx")
    left = told.replace(TELLS.rstrip("."), "").replace("How were you paid, Gwen?", "")
    assert not re.search(r"gwen|parry", left, re.IGNORECASE), left
    if TELLS in told and ending not in (".csv", ".xlsx"):
        assert TOLD in told or export.shown_as_table
    if ending in (".csv", ".xlsx"):
        rows = [dict(zip(export.table.header, row, strict=True)) for row in export.table.rows]
        said = [row for row in rows if (row.get("words") or row.get("quote") or "").startswith("They wrote Mrs Parry")]
        assert said
        assert {row["names told"] for row in said} == {"Mair"}


def test_an_annotated_report_stays_as_it_was_written_and_says_that_it_tells_a_name() -> None:
    export = report()
    assert export.annotated is not None
    assert export.annotated.text.startswith("# Gwen\n\nGwen Parry took a taxi.")
    assert "The report's own words tell the real name of Mair; they were left as they are." in export.annotated.summary
    assert export.annotated.remarks[0].on == "Gwen Parry took a taxi."  # none on the heading


def test_a_paragraph_to_paste_is_under_pseudonyms_too() -> None:
    told = footnoted_paragraph(
        Answer(
            question="?",
            standalone_question="?",
            mode="extractive",
            found=True,
            statements=(Statement(text=f"Gwen says: “{OWES}”", support=Support.VERIFIED, citations=(at(OWES),)),),
            coverage=Coverage(searched=(), with_evidence=()),
        ),
        NAMES,
    )
    span = at(OWES).span
    assert told == (
        f"Mair says: “{OWES}” [1]\n\n"
        f"[1] Mair, Interview, interview-0a1b2c, characters {span.start}–{span.end}."
    )  # fmt: skip


def everything_in(content: bytes, ending: str) -> str:
    """All text of a file, of a report's .docx the comments and footnotes alone: its own words are its author's."""
    if ending in (".csv", ".md"):
        return re.sub(r"\\(?=[^\w\s])", "", content.decode("utf-8-sig"))
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        names = [name for name in held.namelist() if name.endswith(".xml") and "theme" not in name]
        if "word/comments.xml" in names:
            names.remove("word/document.xml")
        return unescape(re.sub(r"<[^>]+>", "", "\n".join(held.read(name).decode() for name in names)))
