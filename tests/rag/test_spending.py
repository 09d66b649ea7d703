"""What an answer took of a model, in tokens and, where prices are set, in money."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from commands.printing import print_answer
from corpus.errors import SettingsError
from corpus.settings import read_settings
from exports.answers import answers_export
from exports.pieces import Paragraph
from rag.answer import Answer, Coverage
from rag.as_json import answer_json
from rag.kept_answers import answer_from
from rag.minutes import Minutes
from rag.records import keep_record
from rag.replay import replay, replay_json
from rag.spending import Prices, prices_of, spent
from tests.rag.test_records import generated, recorded, transcript_of

NOTHING = Answer(
    question="When?", standalone_question="When?", mode="generated", found=False, statements=(),
    coverage=Coverage(searched=("a",), with_evidence=()), model="m",
)  # fmt: skip
PRICES = Prices(sent=2.0, received=10.0, currency="GBP")


def test_without_prices_there_are_tokens_and_no_money(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TESTIMONY_PRICE_IN", raising=False)
    assert prices_of(read_settings()) is None
    told = answer_json(replace(NOTHING, spent=spent(1_000, 100, None)))["spent"]
    assert told == {"tokens_in": 1_000, "tokens_out": 100, "cost": None, "currency": None}
    assert answer_json(NOTHING)["spent"] is None


def test_one_price_without_the_other_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESTIMONY_PRICE_IN", "2")
    with pytest.raises(SettingsError, match="TESTIMONY_PRICE_OUT"):
        read_settings()
    monkeypatch.setenv("TESTIMONY_PRICE_OUT", "0")
    assert prices_of(read_settings()) == Prices(sent=2, received=0)


def test_second_looks_are_paid_for_as_what_they_sent_and_received() -> None:
    minutes = Minutes(prompt_tokens=900, reply_tokens=80, judge_tokens=120, judge_reply_tokens=20)
    one = spent(minutes.tokens_in, minutes.tokens_out, PRICES)
    assert (one.tokens_in, one.tokens_out) == (1_000, 100)
    assert one.cost == pytest.approx(0.003)


def test_the_cost_is_shown_exported_kept_and_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    answer = replace(NOTHING, spent=spent(1_000, 100, PRICES))
    said = "1,000 tokens sent, 100 received, about GBP 0.0030"
    (*_, last) = [piece for piece in answers_export("When?", [answer]).pieces if isinstance(piece, Paragraph)]
    assert f"It took {said}." in last.text
    print_answer(replace(answer, found=True))
    assert capsys.readouterr().out.rstrip().endswith(f"m · {said}")
    assert answer_from(dict(answer_json(answer)), transcript_of).spent == answer.spent


def test_a_replay_says_what_the_answer_took_when_it_was_made(tmp_path: Path) -> None:
    record = recorded(generated).model_copy(update={"prompt_tokens": 1_000, "reply_tokens": 100})
    priced = record.model_copy(update={"answer": {**record.answer, "spent": {"cost": 0.003, "currency": "GBP"}}})
    for kept, cost in ((record, None), (priced, 0.003)):
        told = replay_json(replay(keep_record(tmp_path, kept), transcript_of))["spent"]
        assert told == {"tokens_in": 1_000, "tokens_out": 100, "cost": cost, "currency": "GBP" if cost else None}
