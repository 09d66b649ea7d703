"""The commands `quotes` and `check`, driven from outside."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from pathlib import Path
from threading import Event

import docx
import pytest

from tests.commands import ROOT, from_nothing, ingested, testimony, testimony_json
from tests.scripted_endpoint import MODEL, Reply, Request, ScriptedEndpoint

pytestmark = pytest.mark.slow


def test_every_quote_is_the_text_of_its_span_and_no_interviewers(sample_library: Path) -> None:
    library = ("--library", str(sample_library))
    found = testimony_json("quotes", "being paid in vouchers", "--top", "4", *library)
    assert len(found["quotes"]) == 4
    for quote in found["quotes"]:
        shown = testimony_json("show", quote["transcript"], *library)
        assert quote["text"] == shown["text"][quote["start"] : quote["end"]]
        assert quote["role"] != "interviewer"
        assert 15 <= len(quote["text"].split()) <= 80
        kept = re.findall(r"\w+", quote["readable"].replace("…", " "))
        said = iter(re.findall(r"\w+", quote["text"]))
        assert all(word in said for word in kept)


def test_from_one_quote_others_are_found_and_a_part_of_it_is_cut(sample_library: Path) -> None:
    library = ("--library", str(sample_library))
    nothing = testimony_json("quotes", "nuclear fusion", *library)
    assert (nothing["quotes"], nothing["spoken_of"], len(nothing["nearest"])) == ([], False, 3)
    first = testimony_json("quotes", "being paid in vouchers", "--top", "1", "--least-words", "30", *library)["quotes"][
        0
    ]
    place = f"{first['transcript']}:{first['start']}-{first['end']}"
    like = testimony_json("quotes", "--like", place, "--top", "3", *library)["quotes"]
    assert len(like) == 3
    shorter = testimony_json("quotes", "--shorter", place, "vouchers", *library)["quotes"]
    assert [(one["transcript"], len(one["text"]) < len(first["text"])) for one in shorter] == [
        (first["transcript"], True)
    ]
    assert shorter[0]["text"] in first["text"]
    for one in like:
        assert one["transcript"] != first["transcript"] or one["end"] <= first["start"] or first["end"] <= one["start"]
        assert one["role"] != "interviewer"
    (creche,) = testimony_json("quotes", "nursery workers and the crèche", "--top", "1", *library)["quotes"]
    place = f"{creche['transcript']}:{creche['start']}-{creche['end']}"
    contrary = testimony_json("quotes", "--contrary", place, *library)["quotes"]
    assert contrary
    assert {one["transcript"] for one in contrary}.isdisjoint({creche["transcript"]})
    assert all(one["role"] != "interviewer" for one in contrary)
    printed = testimony("quotes", "being paid in vouchers", "--top", "1", *library).stdout
    assert re.search(r"To go on from it: \S+:\d+-\d+", printed)
    asked = testimony("quotes", "--like", f"{first['transcript']}:0-{first['start']}", *library)
    assert "not a participant's alone" in " ".join(re.sub(r"[│╭╰─╮╯]", " ", asked.stderr).split())


def test_a_word_document_is_checked_and_an_altered_quotation_is_found_out(sample_library: Path, tmp_path: Path) -> None:
    report = docx.Document()
    report.add_heading("Findings", level=1)
    report.add_paragraph(
        "Denise said “It landed on the seventeenth of March, and I know that because I'd stopped looking”."
    )
    report.add_paragraph("We recommend paying within a week.")
    report.save(str(tmp_path / "report.docx"))
    checked = testimony_json("check", "--file", str(tmp_path / "report.docx"), "--library", str(sample_library))
    assert [claim["verdict"] for claim in checked["claims"]] == ["evidence_only"]
    assert [one["reason"] for one in checked["set_aside"]] == ["a heading", "a recommendation"]
    (quotation,) = checked["quotations"]
    assert quotation["status"] == "altered"
    assert quotation["changes"] == [{"op": "replaced", "quoted": "March", "source": "January"}]
    shown = testimony_json("show", quotation["nearest"]["transcript"], "--library", str(sample_library))
    assert quotation["nearest"]["quote"] == shown["text"][quotation["nearest"]["start"] : quotation["nearest"]["end"]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check",), "TEXT or --file"),
        (("check", "--file", "nowhere.docx"), "nowhere.docx"),
        (("check", "  "), "empty"),
        (("quotes", " "), "empty"),
        (("quotes", "pay", "--least-words", "50", "--most-words", "20"), "--least-words"),
        (("quotes",), "empty"),
        (("quotes", "pay", "--like", "02-denise-hartley.txt:1-9"), "leave the topic out"),
        (("quotes", "--like", "a:1-2", "--contrary", "a:1-2"), "one of --like"),
        (("quotes", "--like", "Denise"), "TRANSCRIPT:START-END"),
        (("quotes", "--shorter", "02-denise-hartley.txt:9-9999999"), "is no place in it"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(sample_library: Path, arguments: tuple[str, ...], words: str) -> None:
    done = testimony(*arguments, "--library", str(sample_library))
    assert done.returncode == 2
    assert words in " ".join(re.sub(r"[│╭╰─╮╯]", " ", done.stderr).split())
    assert "Traceback" not in done.stderr


def test_a_report_comes_back_with_comments_and_an_unknown_ending_is_refused_at_once(
    sample_library: Path, tmp_path: Path
) -> None:
    report = docx.Document()
    report.add_paragraph("Denise said “It landed on the seventeenth of March”. She stopped looking for it.")
    report.save(str(tmp_path / "report.docx"))
    told = ("check", "--file", str(tmp_path / "report.docx"), "--library", str(sample_library), "--export")
    assert testimony(*told, str(tmp_path / "checked.docx")).returncode == 0
    said = [comment.text for comment in docx.Document(str(tmp_path / "checked.docx")).comments]
    assert any(text.startswith("Quotation: altered.") and "January" in text for text in said)
    refused = testimony(*told, str(tmp_path / "checked.odt"))
    assert refused.returncode == 1
    assert "end the name in .docx" in " ".join(refused.stderr.split())


def test_a_check_stopped_by_ctrl_c_says_that_it_goes_on_and_asks_for_the_rest_alone(
    samples: Path, tmp_path: Path
) -> None:
    two = [samples / name for name in ("02-denise-hartley.txt", "05-colin-braithwaite.txt")]
    library = ingested(tmp_path / "library", *two)
    report = "Denise waited for the payment. Colin was glad of the voucher."
    slow = Event()

    def script(request: Request) -> Reply:
        if "Colin was glad" in request.prompt:
            slow.wait(60)
        return Reply('{"passages": [], "reason": "Nobody says it.", "verdict": "not_found"}', piece_characters=400)

    with ScriptedEndpoint(script) as there:
        settings = {"OPENAI_BASE_URL": there.url, "TESTIMONY_MODEL": MODEL, "TESTIMONY_AT_ONCE": "1"}
        started = subprocess.Popen(
            from_nothing("check", report, "--library", str(library)),
            cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        until = time.monotonic() + 60
        while not any("Colin was glad" in each.prompt for each in there.chats) and time.monotonic() < until:
            time.sleep(0.02)
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=60)
        assert (started.returncode, out) == (1, "")
        assert "run the same command again to go on" in err
        assert "Traceback" not in err
        slow.set()
        asked = len(there.chats)
        testimony_json("check", report, "--library", str(library), **settings)
        rest = [each.prompt for each in there.chats[asked:]]
        assert rest
        assert not any("Denise waited" in prompt for prompt in rest)
