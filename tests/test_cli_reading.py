"""`themes --read` and `ask --everyone --read`, driven from outside, with a scripted model behind a real endpoint."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evals.keyed_reader import KEY, Replies, broken, keyed, lying, truthful_and_lying
from tests.commands import ROOT, testimony, testimony_json
from tests.scripted_endpoint import MODEL, Reply, Request, ScriptedEndpoint

pytestmark = pytest.mark.slow
THEMES = json.loads(KEY.read_text("utf-8"))["themes"]
QUESTION = THEMES["no-word-back"]["question"]


@pytest.fixture
def library(sample_library: Path, tmp_path: Path) -> Path:
    """A copy: readings are kept in it."""
    return shutil.copytree(sample_library, tmp_path / "library")


def endpoint(replies: Replies, **told: float) -> ScriptedEndpoint:
    return ScriptedEndpoint(lambda request: Reply(replies(request.messages[-1]["content"]), **told))  # type: ignore[arg-type]


def settings(there: ScriptedEndpoint) -> dict[str, str]:
    return {"OPENAI_BASE_URL": there.url, "TESTIMONY_MODEL": MODEL}


def test_counts_are_the_keys_also_when_lies_stand_beside_the_truth(library: Path, tmp_path: Path) -> None:
    questions = [THEMES[name]["question"] for name in ("no-word-back", "vouchers")]
    with endpoint(truthful_and_lying) as there:
        told = testimony_json(
            "themes", *questions, "--read", "--csv", str(tmp_path / "t.csv"), "--library", str(library),
            **settings(there)
        )  # fmt: skip
        assert len(there.chats) == 24
        again = testimony_json("themes", *questions, "--read", "--library", str(library), **settings(there))
        assert len(there.chats) == 24
    assert all(one["spent"]["tokens_in"] > 1_000 for one in told["themes"])
    assert again["themes"] == [{**one, "spent": None} for one in told["themes"]], "what is kept costs nothing"
    first, second = told["themes"]
    assert (first["says"], first["contrary"], first["both"], first["participants"]) == (4, 3, 1, 12)
    assert (second["says"], second["contrary"], second["complete"], second["not_read"]) == (3, 2, True, [])
    assert first["dropped"] > 0
    quotes = [quote for voice in first["voices"] for quote in voice["quotes"]]
    shown = testimony_json("show", quotes[0]["transcript"], "--library", str(library))
    for quote in quotes:
        if quote["transcript"] == quotes[0]["transcript"]:
            assert shown["text"][quote["start"] : quote["end"]] == quote["quote"]
    rows = list(csv.reader((tmp_path / "t.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0] == ["participant", *questions]
    assert ["Amara", "says it and the contrary", "says it"] in rows


def test_a_liar_moves_no_count_and_broken_replies_give_none(library: Path) -> None:
    with endpoint(lying) as there:
        (one,) = testimony_json("themes", QUESTION, "--read", "--library", str(library), **settings(there))["themes"]
    assert (one["says"], one["contrary"], one["complete"]) == (0, 0, True)
    shutil.rmtree(library / "readings")
    with endpoint(broken) as there:
        done = testimony("themes", QUESTION, "--read", "--json", "--library", str(library), **settings(there))
        assert 3 <= len(there.chats) <= 6  # after three in a row no more is begun; three may be under way
    assert done.returncode == 3
    (one,) = json.loads(done.stdout)["themes"]
    assert (one["says"], one["contrary"], one["speaking"], one["silent"]) == (None,) * 4
    assert len(one["not_read"]) == 12
    with endpoint(keyed) as there:
        (one,) = testimony_json("themes", QUESTION, "--read", "--library", str(library), **settings(there))["themes"]
    assert (one["says"], one["contrary"]) == (4, 3)


def test_a_question_to_everybody_is_answered_with_who_says_it_and_who_the_contrary(library: Path) -> None:
    with endpoint(keyed) as there:
        answer = testimony_json("ask", QUESTION, "--everyone", "--read", "--library", str(library), **settings(there))
    assert answer["introduction"].startswith("4 of 12 participants say it, 3 say the contrary")
    assert (answer["mode"], answer["model"], answer["prompt"]) == ("generated", MODEL, "read-theme@1")
    assert answer["whole_corpus"]["both"] == 1
    assert answer["whole_corpus"]["spent"] == answer["spent"]
    headings = [each["heading"] for each in answer["statements"]]
    assert headings == sorted(headings, key=["Says it", "Says the contrary", "Touches it"].index)


def test_an_estimate_asks_nobody(library: Path) -> None:
    with endpoint(keyed) as there:
        told = testimony_json("themes", QUESTION, "--estimate", "--library", str(library), **settings(there))
        assert there.requests == []
        assert (told["requests"], told["kept"], told["model"]) == (12, 0, MODEL)
        testimony_json("themes", QUESTION, "--read", "--library", str(library), **settings(there))
        asked = len(there.chats)
        after = testimony_json("themes", QUESTION, "--estimate", "--library", str(library), **settings(there))
        assert len(there.chats) == asked == 12
    assert (after["requests"], after["kept"], after["tokens_in"]) == (0, 12, 0)


def test_ctrl_c_keeps_what_was_read_and_says_how_to_go_on(library: Path) -> None:
    with endpoint(keyed, seconds_between=0.03) as there:
        started = subprocess.Popen(
            [sys.executable, "-m", "cli", "themes", QUESTION, "--read", "--library", str(library)],
            cwd=ROOT, env={**os.environ, **settings(there)}, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        until = time.monotonic() + 60
        while len(there.chats) < 4 and time.monotonic() < until:
            time.sleep(0.02)
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=60)
        assert started.returncode == 1
        assert out == ""
        assert "run the same command again to go on" in err
        assert "Traceback" not in err
        asked = len(there.chats)
        (one,) = testimony_json("themes", QUESTION, "--read", "--library", str(library), **settings(there))["themes"]
        assert len(there.chats) - asked <= 12 - (asked - 4)  # four may have been under way
    assert (one["says"], one["contrary"]) == (4, 3)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("themes", "pay", "--read"), "OPENAI_API_KEY"),
        (("ask", "Who was paid?", "--read"), "--everyone"),
        (("themes", "pay " * 300, "--estimate"), "200 tokens"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    sample_library: Path, arguments: tuple[str, ...], words: str
) -> None:
    done = testimony(*arguments, "--library", str(sample_library))
    assert done.returncode == 2
    assert words in " ".join(re.sub(r"[│╭╰─╮╯]", " ", done.stderr).split())
    assert "Traceback" not in done.stderr


def test_an_endpoint_that_fails_is_named_and_nobody_is_counted(library: Path) -> None:
    def refusing(request: Request) -> Reply:
        return Reply(status=401)

    with ScriptedEndpoint(refusing) as there:
        done = testimony("themes", QUESTION, "--read", "--library", str(library), **settings(there))
        assert 1 <= len(there.chats) <= 4, "those that were under way when the first failed"
    assert done.returncode == 3
    assert "Not counted" in done.stdout
    assert "OPENAI_API_KEY" in done.stdout
