"""What an answer took of a model, in tokens and, where prices are set, in money."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands.printing import print_answer
from commands.printing_jobs import print_report
from commands.reading import estimate_json
from corpus.errors import SettingsError
from corpus.library import Library
from corpus.settings import read_settings
from exports.answers import answers_export
from exports.pieces import Paragraph
from exports.reports import report_export
from models.endpoint import EndpointSettings
from models.metering import Request as Metered
from models.openai_api import OpenAIChat
from models.tokens import token_counter
from rag.answer import Answer, Coverage
from rag.answering.assistant import Assistant
from rag.answering.records import keep_record, record_of
from rag.answering.replay import replay, replay_json
from rag.as_json import answer_json
from rag.claims.as_json import check_json
from rag.claims.check import ClaimChecker
from rag.claims.reading import ClaimReader
from rag.conversation.dialogue import Exchange
from rag.conversation.followups import Standalone
from rag.conversation.kept_answers import answer_from
from rag.everybody.reading_estimate import Estimate, estimate_sentence
from rag.quotes.as_json import quotes_json
from rag.quotes.finder import QuoteFinder, Wanted
from rag.quotes.quote import Length
from rag.retrieval.retriever import Retriever
from rag.speech.pseudonyms import Pseudonyms
from rag.spending import Prices, Spent, prices_of, spent, spent_in_words, spent_on
from rag.writing.generated import GeneratedWriter
from rag.writing.rerankers import ModelReranker
from tests.corpus.interviews import ingested, library_at, write_interviews
from tests.fakes import WordHashEmbedder
from tests.rag.answering.test_records import generated, recorded, transcript_of
from tests.scripted_endpoint import Reply, Request, ScriptedEndpoint, quoting

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


CLAIM = "The ferry kept the street talking."
FERRY = "Was the ferry the one thing that kept the street talking?"


@dataclass
class Bill:
    """An endpoint's script that puts down what it would charge for: what was sent and what came back of each reply."""

    refuses_first: bool = False
    cuts_off: bool = False
    replies: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        if "<conversation>" in request.prompt:
            reply = Reply("Did Quentin Such like the moon in 1815?")  # invented: it is paid for, and the rule is taken
        elif "<statement>" in request.prompt:
            reply = Reply("YES")
        elif "number=" in request.prompt:
            reply = Reply("2, 1")
        elif "<claim>" in request.prompt:
            reply = Reply('{"passages": [], "verdict": "not_found", "reason": "Nobody says it."}')
        elif self.refuses_first:
            self.refuses_first = False
            return Reply(status=400)  # structure is not known there: asked again in lines
        else:
            reply = Reply(quoting(request).text, cut_off=self.cuts_off)
        self.replies.append(("".join(message["content"] for message in request.messages), reply.text))
        return reply

    @property
    def tokens(self) -> tuple[int, int]:
        """Sent and received. Messages run together may have a token more or less than each by itself."""
        count = token_counter()
        return sum(count(sent) for sent, _ in self.replies), sum(count(received) for _, received in self.replies)

    def assert_paid_with(self, told: Spent | None) -> None:
        """This is what the replies took, in tokens and in PRICES."""
        sent, received = self.tokens
        assert told is not None
        assert told.tokens_in == pytest.approx(sent, abs=2 * len(self.replies))
        assert told.cost == pytest.approx(PRICES.cost(told.tokens_in, received))
        assert told.tokens_out == received


EMBEDDER = WordHashEmbedder(1024)


def few_interviews(folder: Path) -> Library:
    write_interviews(folder / "files", range(3))
    library = library_at(folder / "library", EMBEDDER)
    ingested(library, folder / "files", EMBEDDER)
    return library


def chat_at(endpoint: ScriptedEndpoint) -> OpenAIChat:
    return OpenAIChat(EndpointSettings(base_url=endpoint.url, api_key=None, timeout_seconds=5, retries=0), "scripted")


@pytest.mark.parametrize(
    ("bill", "is_followed", "asked_for"),
    [
        (Bill(), False, ["rank@1", "answer-json@1", "judge@1"]),
        (Bill(refuses_first=True), True, ["standalone@1", "rank@1", "answer@2", "judge@1"]),
        (Bill(cuts_off=True), True, ["standalone@1", "rank@1", "answer-json@1", "judge@1"]),
    ],
)
def test_an_answer_costs_everything_that_was_asked_for_it(
    tmp_path: Path, bill: Bill, is_followed: bool, asked_for: list[str]
) -> None:
    library = few_interviews(tmp_path)
    earlier = [Exchange(answer=replace(NOTHING, standalone_question=FERRY))]
    with ScriptedEndpoint(bill) as endpoint:
        chat = chat_at(endpoint)
        retriever = Retriever(library, EMBEDDER, reranker=ModelReranker(chat))
        assistant = Assistant(retriever, GeneratedWriter(chat, library.transcript, looks_again=True), PRICES)
        question = "and why was that?" if is_followed else FERRY
        meant = assistant.understand(question, earlier if is_followed else [])
        assert isinstance(meant, Standalone)
        findings = assistant.find(question, meant)
        answer = assistant.answer(findings, list(assistant.write(findings)))
    record = record_of(findings, answer, "digest", datetime.now(UTC), library.transcript)
    assert answer.found
    assert sorted({one.prompt for one in record.requests}) == sorted(asked_for)
    assert len(record.requests) == len(bill.replies)
    bill.assert_paid_with(answer.spent)
    told = replay_json(replay(keep_record(tmp_path, record), library.transcript))["spent"]
    assert told == answer_json(answer)["spent"]


def test_a_check_costs_the_ranking_and_every_reading_and_nothing_of_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library, bill = few_interviews(tmp_path), Bill()
    with ScriptedEndpoint(bill) as endpoint:
        chat = chat_at(endpoint)
        ranking = Retriever(library, EMBEDDER, reranker=ModelReranker(chat))
        checker = ClaimChecker(ranking, ClaimReader(chat), prices=PRICES)
        report = checker.check(f"{CLAIM} {CLAIM[:-1]} twice.")
        bill.assert_paid_with(report.spent)
        assert {2} == {sum(about in sent for sent, _ in bill.replies) for about in ("number=", "<claim>")}
        bill.replies.clear()
        again = checker.check(CLAIM)
        bill.assert_paid_with(again.spent)
        assert ["<claim>" in sent for sent, _ in bill.replies] == [False]
        unranked = ClaimChecker(Retriever(library, EMBEDDER)).check(CLAIM)
    assert report.spent is not None
    assert check_json(report)["spent"] == answer_json(replace(NOTHING, spent=report.spent))["spent"]
    (first, *_) = report_export(report, Pseudonyms({})).pieces
    assert isinstance(first, Paragraph)
    assert first.text.endswith(f"It took {spent_in_words(report.spent)}.")
    print_report(report)
    assert capsys.readouterr().out.endswith(f"It took {spent_in_words(report.spent)}.\n")
    assert unranked.claims
    assert check_json(unranked)["spent"] is None


def test_quotes_cost_the_ranking_and_the_choice(tmp_path: Path) -> None:
    library, bill = few_interviews(tmp_path), Bill()
    requests: list[Metered] = []
    with ScriptedEndpoint(bill) as endpoint:
        chat = chat_at(endpoint)
        finder = QuoteFinder(Retriever(library, EMBEDDER, reranker=ModelReranker(chat)), chat)
        found = finder.look_for("the ferry", Wanted(length=Length(least=3)), requests)
        chosen = len(requests)
        finder.more_like(found.quotes[0].citation.span, requests=requests)
    assert [one.prompt for one in requests] == ["rank@1", "rank@1", "choose-quotes@1", "rank@1"]
    assert chosen == 3
    paid = spent_on(requests, PRICES)
    bill.assert_paid_with(paid)
    assert paid is not None
    told = quotes_json("the ferry", replace(found, spent=paid), Pseudonyms({}))
    assert told["spent"] == answer_json(replace(NOTHING, spent=paid))["spent"]
    assert quotes_json("the ferry", found, Pseudonyms({}))["spent"] is None


def test_the_cost_is_shown_exported_kept_and_read_again(capsys: pytest.CaptureFixture[str]) -> None:
    answer = replace(NOTHING, spent=spent(1_000, 100, PRICES))
    said = "1,000 tokens sent, 100 received, about GBP 0.0030"
    (*_, last) = [
        piece for piece in answers_export("When?", [answer], Pseudonyms({})).pieces if isinstance(piece, Paragraph)
    ]
    assert f"It took {said}." in last.text
    print_answer(answer)
    assert capsys.readouterr().out.rstrip().endswith(f"It took {said}.")
    print_answer(replace(answer, found=True))
    assert capsys.readouterr().out.rstrip().endswith(f"m · {said}")
    assert answer_from(dict(answer_json(answer)), transcript_of).spent == answer.spent


def test_a_replay_says_what_the_answer_took_when_it_was_made(tmp_path: Path) -> None:
    record = recorded(generated)
    told = {"tokens_in": 1_000, "tokens_out": 100, "cost": 0.003, "currency": "GBP"}
    priced = record.model_copy(update={"answer": {**record.answer, "spent": told}})
    for kept, took in ((record, None), (priced, told)):
        assert replay_json(replay(keep_record(tmp_path, kept), transcript_of))["spent"] == took


def test_an_estimate_says_what_it_costs_at_most() -> None:
    one = Estimate(
        themes=1, transcripts=2, requests=3, summaries=1, kept=0, tokens_in=10_000, most_tokens_out=4_800, model="m", prices=PRICES
    )  # fmt: skip
    assert "about 10,000 tokens sent, at most 4,800 received, which costs GBP 0.0680 at most." in estimate_sentence(one)
    assert estimate_json(one)["most_cost"] == pytest.approx(0.068)
    assert estimate_json(one)["currency"] == "GBP"
    unpriced = replace(one, prices=None)
    assert "cost" not in estimate_sentence(unpriced)
    assert estimate_json(unpriced)["most_cost"] is None
