"""`themes --read` and `ask --everyone --read`, driven from outside, with a scripted model behind a real endpoint."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

import pytest

from evals.keyed_reader import KEY, Replies, broken, keyed, lying, truthful_and_lying
from tests.commands import ROOT, from_nothing, testimony, testimony_json
from tests.rag.reading import Words, first_quoted, summary, words_in
from tests.scripted_endpoint import MODEL, Reply, Request, ScriptedEndpoint

pytestmark = pytest.mark.slow
THEMES = json.loads(KEY.read_text("utf-8"))["themes"]
QUESTION = THEMES["no-word-back"]["question"]


@pytest.fixture
def library(sample_library: Path, tmp_path: Path) -> Path:
    """A copy: readings are kept in it."""
    return shutil.copytree(sample_library, tmp_path / "library")


def endpoint(
    replies: Replies, sums_up: Callable[[Sequence[Words]], str] = first_quoted, **told: float
) -> ScriptedEndpoint:
    def script(request: Request) -> Reply:
        prompt = request.messages[-1]["content"]
        words = words_in(prompt)
        return Reply(sums_up(words) if words else replies(prompt), **told)  # type: ignore[arg-type]

    return ScriptedEndpoint(script)


def settings(there: ScriptedEndpoint) -> dict[str, str]:
    return {"OPENAI_BASE_URL": there.url, "TESTIMONY_MODEL": MODEL}


def test_counts_are_the_keys_also_when_lies_stand_beside_the_truth(library: Path, tmp_path: Path) -> None:
    questions = [THEMES[name]["question"] for name in ("no-word-back", "vouchers")]
    with endpoint(truthful_and_lying) as there:
        told = testimony_json(
            "themes", *questions, "--read", "--csv", str(tmp_path / "t.csv"), "--library", str(library),
            **settings(there)
        )  # fmt: skip
        assert len(there.chats) == 26
        again = testimony_json("themes", *questions, "--read", "--library", str(library), **settings(there))
        assert len(there.chats) == 26
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


def test_a_question_to_everybody_is_answered_with_who_says_it_and_who_the_contrary(
    library: Path, tmp_path: Path
) -> None:
    def sums_up(words: Sequence[Words]) -> str:
        said = {speaker: label for label, speaker, side, _ in words if side == "says"}
        return summary(
            ("Most participants were told nothing.", list(said.values()), []),
            ("An interviewee says it plainly.", [words[0][0]], [words[0][3]]),
            ("11 of 12 participants were told nothing.", list(said.values()), []),
        )

    prices = {"TESTIMONY_PRICE_IN": "1", "TESTIMONY_PRICE_OUT": "1"}
    with endpoint(keyed, sums_up) as there:
        answer = testimony_json(
            "ask", QUESTION, "--everyone", "--read", "--export", str(tmp_path / "a.md"), "--library", str(library),
            **settings(there), **prices
        )  # fmt: skip
        sent = sum(len(request.prompt) for request in there.chats)
    assert answer["introduction"].startswith("4 of 12 participants say it, 3 say the contrary")
    assert (answer["mode"], answer["model"], answer["prompt"]) == ("generated", MODEL, "read-theme@1, sum-up@1")
    assert answer["whole_corpus"]["both"] == 1
    assert answer["whole_corpus"]["spent"] == answer["spent"]
    headings = [each["heading"] for each in answer["statements"]]
    assert headings == sorted(headings, key=["Summary", "Says it", "Says the contrary", "Touches it"].index)
    (shown,) = answer["whole_corpus"]["summary"]["statements"]
    assert shown == answer["statements"][0]
    assert (shown["support"], len(shown["citations"])) == ("verified", 1)
    assert shown["citations"][0]["quote"] in shown["text"]
    assert "2 statements of the model withheld: the count" in " ".join(answer["notes"])
    assert sent / 8 < answer["spent"]["tokens_in"] < sent / 2
    assert answer["spent"]["cost"] > 0
    exported = (tmp_path / "a.md").read_text("utf-8")
    assert exported.index("Summary") < exported.index("An interviewee says it plainly") < exported.index("Says it")
    assert "11 of 12" not in exported
    held = testimony("replay", answer["record"], "--json", "--library", str(library))
    assert (held.returncode, json.loads(held.stdout)["ok"]) == (0, True)
    record = Path(answer["record"])
    record.write_text(record.read_text("utf-8").replace(shown["text"][:20], "Everybody says it is"), "utf-8")
    assert testimony("replay", answer["record"], "--library", str(library)).returncode == 4


def test_an_estimate_asks_nobody(library: Path) -> None:
    with endpoint(keyed) as there:
        told = testimony_json("themes", QUESTION, "--estimate", "--library", str(library), **settings(there))
        assert there.requests == []
        assert (told["requests"], told["summaries"], told["kept"], told["model"]) == (13, 1, 0, MODEL)
        testimony_json("themes", QUESTION, "--read", "--library", str(library), **settings(there))
        asked = len(there.chats)
        after = testimony_json("themes", QUESTION, "--estimate", "--library", str(library), **settings(there))
        assert len(there.chats) == asked == 13
    assert (after["requests"], after["kept"], after["tokens_in"]) == (0, 13, 0)


def test_ctrl_c_keeps_what_was_read_and_says_how_to_go_on(library: Path) -> None:
    goes = Event()

    def sums_up(words: Sequence[Words]) -> str:
        goes.wait(60)  # so that a busy machine is not through with it before the signal comes
        return first_quoted(words)

    with endpoint(keyed, sums_up, seconds_between=0.03) as there:
        started = subprocess.Popen(
            from_nothing("themes", QUESTION, "--read", "--library", str(library)),
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
        goes.set()
        asked = len(there.chats)
        (one,) = testimony_json("themes", QUESTION, "--read", "--library", str(library), **settings(there))["themes"]
        assert len(there.chats) - asked <= 13 - (asked - 4)  # four may have been under way
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
