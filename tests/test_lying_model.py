"""`ask --json` over a model that lies: nothing that nobody said is shown as a quotation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.commands import testimony, testimony_json
from tests.lies import INVENTED, lying
from tests.scripted_endpoint import MODEL, Reply, ScriptedEndpoint

pytestmark = pytest.mark.slow
QUESTION = "How long do people wait for their money?"


def asked(library: Path, endpoint: ScriptedEndpoint) -> Any:
    told = {"OPENAI_BASE_URL": endpoint.url, "TESTIMONY_MODEL": MODEL}
    return testimony_json("ask", QUESTION, "--library", str(library), **told)


def test_no_lie_is_printed_as_a_quotation(sample_library: Path) -> None:
    with ScriptedEndpoint(lying) as endpoint:
        answer = asked(sample_library, endpoint)
    assert len(endpoint.chats) == 1
    assert [each["support"] for each in answer["statements"]].count("verified") == 1
    for statement in answer["statements"]:
        cut = [" ".join(citation["quote"].split()) for citation in statement["citations"]]
        for quoted in re.findall(r"[“„\"«]([^”“\"»]+)[”“\"»]", statement["text"]):
            assert any(" ".join(quoted.split()) == quote for quote in cut), quoted
    assert not any(f"“{INVENTED}" in str(each["text"]) for each in answer["statements"])
    assert any("found nowhere" in note or "withheld" in note for note in answer["notes"])


def test_a_refused_request_is_one_sentence_and_no_answer(sample_library: Path) -> None:
    with ScriptedEndpoint([Reply(status=429)]) as endpoint:
        told = {"OPENAI_BASE_URL": endpoint.url, "TESTIMONY_MODEL": MODEL}
        done = testimony("ask", QUESTION, "--json", "--library", str(sample_library), **told)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "takes no more requests" in done.stderr
    assert "Traceback" not in done.stderr
