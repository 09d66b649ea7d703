"""The library page: putting a transcript right by hand, looking for problems, dropping corrections along."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.lock import myself, writing
from corpus.receipts import digest_of
from corpus.transcript import Role
from ingest.corrections import Corrections, parse_corrections
from tests.browser.interviews import INTERVIEWS
from tests.ui.page import filled, gone_to, opened, services, texts, unfolded
from ui.services import Services
from ui.sidecars import corrected, sidecar_text
from ui.uploads import Upload


def from_folder(tmp_path: Path) -> tuple[Services, Path]:
    """A library whose files lie on this machine."""
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in INTERVIEWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    behind = filled(tmp_path / "lib", INTERVIEWS)
    for record in behind.library().list_records():
        behind.forget(record.id)
    from ingest.discover import SourceFile

    behind._ingest([SourceFile(path=path, source=path.name, named=True) for path in sorted(folder.iterdir())])
    return behind, folder


def named(behind: Services, source: str) -> str:
    return next(record.id for record in behind.library().list_records() if record.source == source)


def test_a_speaker_is_renamed_and_words_are_left_out_by_a_form(tmp_path: Path) -> None:
    behind, folder = from_folder(tmp_path)
    ben = named(behind, "ben.txt")
    app = gone_to(opened(behind), "library")
    app.button(key=f"correct-{ben}").click().run()
    label = next(one for one in app.text_input if one.label.endswith("is") and "Ben" in one.label)
    label.set_value("Benedict Shaw")
    app.text_area(key=f"leave-out-{ben}").set_value("My doctor asked me.")
    app.text_input(key=f"reason-{ben}").set_value("health")
    app.button(key=f"save-{ben}").click().run()
    assert not app.exception
    assert "read again" in texts(app)
    kept = parse_corrections((folder / "ben.corrections.yaml").read_text("utf-8"), "ben")
    assert kept.names == {"Ben": "Benedict Shaw"}
    assert (folder / "ben.txt").read_text("utf-8") == INTERVIEWS["ben.txt"]
    transcript = behind.library().transcript(ben)
    assert "Benedict Shaw" in {turn.speaker for turn in transcript.turns}
    doctor = transcript.text.index("My doctor")
    assert transcript.turn_at(doctor) is None
    assert "health" in {mark.reason for mark in transcript.marks}


def test_an_uploaded_transcript_is_corrected_by_a_file_dropped_along(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", {"ben.txt": INTERVIEWS["ben.txt"]})
    ben = named(behind, "ben.txt")
    app = gone_to(opened(behind), "library")
    app.button(key=f"correct-{ben}").click().run()
    assert "came from a browser" in texts(app)
    next(one for one in app.text_input if "Ben" in one.label).set_value("Benedict Shaw")
    app.button(key=f"save-{ben}").click().run()
    assert not app.exception
    sidecar = str(app.code[0].value)
    behind.read_in(
        [
            Upload(name="ben.txt", raw=INTERVIEWS["ben.txt"].encode()),
            Upload(name="ben.txt.corrections.yaml", raw=sidecar.encode()),
        ]
    )
    assert "Benedict Shaw" in behind.library().record(ben).speakers


def test_the_list_and_the_form_say_in_which_role_somebody_was_read(tmp_path: Path) -> None:
    behind, _ = from_folder(tmp_path)
    ben = named(behind, "ben.txt")
    app = gone_to(opened(behind), "library")
    assert "Interviewer, Ben (participant) · ben.txt" in texts(app)
    app.button(key=f"correct-{ben}").click().run()
    choices = {box.value for box in app.selectbox if str(box.key).startswith(f"role-of-{ben}")}
    assert choices == {"as read: interviewer", "as read: participant"}


def test_health_is_said_in_a_sentence(tmp_path: Path) -> None:
    app = gone_to(opened(filled(tmp_path / "lib", INTERVIEWS)), "library")
    app.button(key="verify").click().run()
    assert not app.exception
    assert "Everything is whole." in texts(app)


def test_corrections_alone_are_no_transcript(tmp_path: Path) -> None:
    from ingest.errors import NothingToIngest

    with pytest.raises(NothingToIngest):
        services(tmp_path / "lib").read_in([Upload(name="ben.corrections.yaml", raw=b"infer: no")])


def test_a_sidecar_read_back_says_what_was_written() -> None:
    known = parse_corrections(
        "rename: {S1: Amara}\nparticipants: {Amara: Amara O.}\nspans: [{start: 3, end: 9, role: interviewer}]", "x"
    )
    wanted = corrected(
        known, {"S1": "Amara Okafor", "S2": "S2"}, {"S1": Role.PARTICIPANT, "S2": None}, (), ("a: b", "")
    )
    back = parse_corrections(sidecar_text(wanted), "x")
    assert back.names == {"S1": "Amara Okafor"}
    assert back.roles == {"Amara Okafor": Role.PARTICIPANT}
    assert back.participants == {"Amara Okafor": "Amara O."}
    assert [one.text for one in back.exclude] == ["a: b"]
    assert (back.spans[0].start, back.spans[0].role) == (3, Role.INTERVIEWER)
    assert sidecar_text(Corrections()) == ""


def test_while_another_job_reads_interviews_in_the_page_says_who_it_is(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    app = gone_to(opened(behind), "library")
    assert not app.info
    with writing(tmp_path / "lib"):
        app.run()
        assert not app.exception
        assert f"process {os.getpid()}" in app.info[0].value
        assert f"{len(INTERVIEWS)} interviews are here so far" in app.info[0].value
    app.run()
    assert not app.info


def test_a_job_that_was_killed_is_not_said_to_be_at_work(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", INTERVIEWS)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / "lib" / "writer.json").write_text(json.dumps({**myself(), "process": gone.pid}), encoding="utf-8")
    assert behind.writer_at_work() is None


def test_receipts_of_forgetting_are_kept_on_the_page_without_a_name(tmp_path: Path) -> None:
    behind = filled(tmp_path / "lib", {"ana.txt": INTERVIEWS["ana.txt"]})
    app = unfolded(gone_to(opened(behind), "library"), "receipts")
    assert "No interview was forgotten" in texts(app)
    (record,) = behind.library().list_records()
    behind.forget(record.id)
    said = texts(unfolded(gone_to(opened(behind), "library"), "receipts"))
    assert "1 receipt." in said
    assert digest_of(record.id) in said
    assert record.sha256 in said
    assert re.search(rf"\d\d:\d\d:\d\d UTC.* {record.words} words", said)
    assert record.id not in said
    assert record.source not in said


def test_where_there_is_no_library_there_are_no_receipts(tmp_path: Path) -> None:
    app = gone_to(opened(services(tmp_path / "none")), "library")
    assert not app.exception
    assert "Receipts of forgetting" not in [fold.label for fold in app.expander]
