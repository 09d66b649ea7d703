"""The command line's contract, driven from outside."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.commands import ROOT, from_nothing, testimony, testimony_json

pytestmark = pytest.mark.slow
BARRIERS = "what barriers to paying participants came up?"


def test_help_answers_without_loading_anything_heavy() -> None:
    command = [sys.executable, "-X", "importtime", *from_nothing("--help")[1:]]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    for module in ("chromadb", "llama_index", "streamlit", "openai", "onnxruntime", "numpy", "pydantic"):
        assert not re.search(rf"\| +{module}$", done.stderr, re.MULTILINE), f"--help imports {module}"


def test_ingest_list_show_search_and_ask_agree_with_each_other(sample_library: Path) -> None:
    library = ("--library", str(sample_library))
    listed = testimony_json("list", *library)["transcripts"]
    assert len(listed) == 12
    texts = {each["id"]: testimony_json("show", each["id"], *library) for each in listed[:3]}
    for shown in texts.values():
        assert all(shown["text"][turn["start"] : turn["end"]].strip() for turn in shown["turns"])
        assert {turn["speaker"] for turn in shown["turns"] if turn["role"] == "interviewer"}
    found = testimony_json("search", "the dog and the biscuits", "--top", "5", *library)
    assert len(found["passages"]) == 5
    scores = [passage["score"] for passage in found["passages"]]
    assert scores == sorted(scores, reverse=True)
    for passage in found["passages"]:
        text = testimony_json("show", passage["transcript"], *library)["text"]
        assert passage["text"] == text[passage["start"] : passage["end"]]


def test_a_filter_keeps_to_its_transcript_and_its_speaker(sample_library: Path) -> None:
    library = ("--library", str(sample_library))
    found = testimony_json("search", "money", "--transcript", "02-denise-hartley", "--top", "4", *library)["passages"]
    assert len(found) == 4
    assert {passage["title"] for passage in found} == {found[0]["title"]}
    answer = testimony_json("ask", "How was the money paid?", "--speaker", "Denise", *library)
    assert {each["speaker"] for statement in answer["statements"] for each in statement["citations"]} <= {"Denise"}


def test_every_quote_of_an_answer_is_the_text_of_its_span_and_no_interviewers(sample_library: Path) -> None:
    library = ("--library", str(sample_library))
    answer = testimony_json("ask", BARRIERS, *library)
    assert answer["found"]
    assert answer["mode"] == "extractive"
    for statement in answer["statements"]:
        assert statement["support"] == "verified"
        for citation in statement["citations"]:
            text = testimony_json("show", citation["transcript"], *library)["text"]
            assert citation["quote"] == text[citation["start"] : citation["end"]]
            assert citation["role"] != "interviewer"
    coverage = answer["coverage"]
    assert coverage["searched"] == len(coverage["with_evidence"]) + len(coverage["silent"]) == 12


def test_what_nobody_said_is_not_in_the_transcripts(sample_library: Path) -> None:
    answer = testimony_json("ask", "what was said about nuclear fusion?", "--library", str(sample_library))
    assert not answer["found"]
    assert answer["statements"] == []
    assert answer["nearest"]


def test_a_batch_gives_a_line_for_each_line_in_order(sample_library: Path, tmp_path: Path) -> None:
    queries = [{"id": f"q{n}", "query": text} for n, text in enumerate(("childcare", "vouchers", "jargon"))]
    queries.append({"id": "in-one", "query": "money", "transcript": "01-amara-okafor"})
    batch = tmp_path / "queries.jsonl"
    batch.write_text("\n".join(json.dumps(query) for query in queries), encoding="utf-8")
    done = testimony("search", "--batch", str(batch), "--top", "3", "--json", "--library", str(sample_library))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["id"] for line in lines] == [query["id"] for query in queries]
    assert all(len(line["passages"]) == 3 for line in lines)
    assert len({passage["transcript"] for passage in lines[-1]["passages"]}) == 1


def test_one_bad_file_is_named_and_the_others_go_in(tmp_path: Path) -> None:
    folder = tmp_path / "interviews"
    folder.mkdir()
    (folder / "good.txt").write_text("I: Were you paid?\nAda: No, never, not once in three years.\n", encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "old.txt").write_bytes("I: And then?\nAda: It cost £5 in the café.\n".encode("cp1252"))
    done = testimony("ingest", str(folder), "--json", "--library", str(tmp_path / "library"))
    assert done.returncode == 3
    report = json.loads(done.stdout)
    assert len(report["added"]) == 2
    assert {Path(failure["path"]).name for failure in report["failed"]} == {"empty.txt", "picture.txt"}
    assert all(failure["path"] in failure["error"] for failure in report["failed"])
    assert any("old.txt" in warning and "UTF-8" in warning for warning in report["warnings"])


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("ingest", "{folder}/missing"), 2, "There is no file or folder"),
        (("ingest", "{folder}/nothing"), 1, "There is nothing to ingest"),
        (("ask", "anything?"), 1, "There is no library"),
        (("list",), 1, "There is no library"),
        (("ingest",), 2, "Missing argument"),
        (("search",), 2, "give either a QUERY or --batch FILE"),
    ],
)
def test_wrong_use_is_one_sentence_and_the_right_exit_code(
    arguments: tuple[str, ...], code: int, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "nothing").mkdir()
    done = testimony(
        *(part.format(folder=tmp_path) for part in arguments), "--library", str(tmp_path / "library"), NO_COLOR="1"
    )
    assert done.returncode == code, done.stderr
    assert sentence in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("words", [("ask", "money?"), ("ingest", "data/samples")])
def test_a_library_made_by_another_embedder_is_refused(sample_library: Path, words: tuple[str, ...]) -> None:
    """Also when that embedder's endpoint does not answer: nothing is asked of it."""
    done = testimony(
        *words, "--library", str(sample_library), TESTIMONY_EMBEDDER="openai:other", OPENAI_API_KEY="k",
        OPENAI_BASE_URL="http://127.0.0.1:9/v1",
    )  # fmt: skip
    assert done.returncode == 1
    assert "this run is set to 'openai:other@127.0.0.1:9'" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_an_unreachable_endpoint_is_a_sentence(sample_library: Path) -> None:
    done = testimony(
        "ask", BARRIERS, "--library", str(sample_library), OPENAI_BASE_URL="http://127.0.0.1:9/v1", TESTIMONY_MODEL="m"
    )
    assert done.returncode == 1
    assert "Nobody answers at 127.0.0.1:9" in done.stderr


def test_the_users_own_transcript_names_the_barriers(shared: Path, tmp_path: Path) -> None:
    library = ("--library", str(tmp_path / "library"))
    (transcript,) = testimony_json("ingest", str(shared / "transcripts"), *library)["added"]
    text = testimony_json("show", transcript, *library)["text"]
    answer = testimony_json("ask", BARRIERS, *library)
    quotes = [citation["quote"] for statement in answer["statements"] for citation in statement["citations"]]
    assert all(quote in text for quote in quotes)
    together = " ".join(quotes)
    assert "objection to women being paid" in together
    assert "should be a voluntary thing" in together
    others = ("small funds", "not getting paid for their time", "bills", "costs at home", "childcare", "take time off")
    assert sum(words in together for words in others) >= 2
    assert not testimony_json("ask", "what was said about nuclear fusion?", *library)["found"]


def test_the_page_is_served_at_a_first_start_without_a_terminal(tmp_path: Path) -> None:
    """Streamlit asks newcomers for an email address, and ends where nobody can answer; it advertises to programmers."""
    (tmp_path / ".claude").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "BROWSER": "true"}
    command = [sys.executable, "cli.py", "app", "--library", str(tmp_path / "library"), "--port", str(port)]
    here = Path(__file__).parents[1]
    with (tmp_path / "told").open("w") as told:
        served = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=told, cwd=here)
        try:
            assert any(_answers(port) for _ in range(120) if served.poll() is None)
        finally:
            served.terminate()
            served.wait(20)
    assert f"Testimony is at http://127.0.0.1:{port}" in (tmp_path / "told").read_text()
    assert "Install" not in (tmp_path / "told").read_text()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as reply:
            return bool(reply.read() == b"ok")
    except OSError:
        time.sleep(0.5)
        return False
