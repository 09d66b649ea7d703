"""A model that lies in every way, over the real client and HTTP: no lie is shown as a quotation."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from corpus.transcript import Transcript
from models.endpoint import EndpointSettings
from models.errors import EndpointError, EndpointTimedOut, QuotaReached, ReplyUnusable, ServerFault
from models.openai_api import OpenAIChat
from rag.answer import Absence, Evidence, Statement, Support, cite
from rag.prompting.judging import DOUBT
from rag.prompting.minutes import Minutes
from rag.prompting.prompts import ABSENCES
from rag.speech.matching import quoted_in
from rag.writing.generated import GeneratedWriter
from tests.rag.lying_model import LyingModel, Turn, lying_model
from tests.rag.talks import EVIDENCE, TRANSCRIPTS, source, talk

TRUE = "Beryl said “I never went back to Harrogate” [P1]"
LIES = [
    "Beryl said “I always went back to Harrogate” [P1]",
    "Beryl said “I think it was right” [P1]",
    "Beryl said “they gave us ninety pounds in an envelope” [P1]",
    "Beryl said “Would fifty pounds a day have been fair, do you think?” [P1]",
    "Olwen said “I paid for the taxi myself” [P1]",
    "Beryl said “I never went back to Harrogate … I was quite cross” [P1]",
    "Beryl said “It broke my heart, the whole sorry business” [P1]",
    "Beryl said “It broke my heart, the whole sorry business” [P44]",
    "Beryl said “It broke my heart, the whole sorry business”",
    "Beryl said “both ways” [P1]",
    "Ottilie sagte: „Das hat mir niemand bezahlt, keinen Pfennig“ [P1]",
    "> “It broke my heart, the whole sorry business” [P1]",
]


def transcript_of(identity: str) -> Transcript:
    return TRANSCRIPTS[identity]


def writer_of(model: LyingModel, timeout: float = 5) -> GeneratedWriter:
    settings = EndpointSettings(base_url=model.url, api_key=None, timeout_seconds=timeout, retries=0)
    return GeneratedWriter(OpenAIChat(settings, "liar"), transcript_of)


def written(*turns: Turn) -> tuple[list[Statement], Minutes, LyingModel]:
    minutes = Minutes()
    with lying_model(*turns) as model:
        statements = list(writer_of(model).write("What was paid?", EVIDENCE, minutes))
    return statements, minutes, model


def looked_at_again(*verdicts: Turn) -> tuple[list[Statement], Minutes, LyingModel]:
    minutes = Minutes()
    with lying_model(
        Turn(text=f"{TRUE}\nBeryl was given ninety pounds. [P1]\nOlwen would do it again. [P2]\n"), *verdicts
    ) as model:
        settings = EndpointSettings(base_url=model.url, api_key=None, timeout_seconds=5, retries=0)
        writer = GeneratedWriter(OpenAIChat(settings, "liar"), transcript_of, looks_again=True)
        return list(writer.write("What was paid?", EVIDENCE, minutes)), minutes, model


def test_a_second_look_doubts_and_never_vouches() -> None:
    statements, minutes, model = looked_at_again(Turn(text="YES"), Turn(text="No."))
    assert [each.support for each in statements] == [Support.VERIFIED, Support.UNVERIFIED, Support.UNVERIFIED]
    assert [DOUBT in each.problems for each in statements] == [False, False, True]
    assert len(model.asked) == 3, "what the rules doubt is not asked about"
    assert minutes.judge_prompt == "judge@1"
    assert [one.prompt for one in minutes.requests] == ["judge@1", "judge@1", "answer-json@1"]


@pytest.mark.parametrize("reply", ["I would say that yes, it does, mostly.", "NO", "maybe", "{}"])
def test_a_second_look_that_does_not_say_yes_is_a_doubt(reply: str) -> None:
    assert DOUBT in looked_at_again(Turn(text=reply))[0][0].problems


def test_a_second_look_that_fails_leaves_the_rules_verdict_and_says_so() -> None:
    statements, minutes, model = looked_at_again(Turn(status=500))
    assert [each.support for each in statements] == [Support.VERIFIED, Support.UNVERIFIED, Support.VERIFIED]
    assert len(model.asked) == 2, "it is asked no more"
    assert any("second look was broken off" in note for note in minutes.notes(statements))


def structured(*statements: dict[str, object], outcome: str = "answered") -> str:
    return json.dumps({"outcome": outcome, "statements": list(statements)}, ensure_ascii=False)


def quotes_of(statements: list[Statement]) -> Iterator[tuple[str, set[str]]]:
    for statement in statements:
        cited = {" ".join(citation.quote.split()) for citation in statement.citations}
        for quoted in quoted_in(statement.text):
            yield quoted.words, cited


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_is_shown_as_a_quotation_or_as_verified(lie: str) -> None:
    statements, minutes, _ = written(Turn(text=f"{TRUE}\n{lie}\n"))
    assert statements[0].support is Support.VERIFIED
    assert all(statement.support is Support.UNVERIFIED for statement in statements[1:])
    assert len(statements) == 2 or minutes.withheld
    for words, cited in quotes_of(statements):
        assert words in cited
        assert any(words in " ".join(transcript.text.split()) for transcript in TRANSCRIPTS.values())


@pytest.mark.parametrize("lie", LIES)
def test_nor_when_the_reply_is_structured(lie: str) -> None:
    words = next(iter(quoted_in(lie))).words
    reply = structured(
        {"text": "Beryl never went back.", "passages": ["P1"], "quotes": ["I never went back to Harrogate"]},
        {"text": "Beryl spoke about it.", "passages": ["P44" if "P44" in lie else "P1"], "quotes": [words]},
    )
    statements, _, _ = written(Turn(text=reply))
    assert statements[0].support is Support.VERIFIED, statements[0].problems
    for words, cited in quotes_of(statements):
        assert words in cited


def test_a_label_that_does_not_exist_is_counted() -> None:
    _, minutes, _ = written(Turn(text="Beryl paid for the taxi. [P1][P77]"))
    assert minutes.unknown_labels == 1


def test_of_broken_json_what_is_whole_is_kept_and_the_damage_is_said() -> None:
    whole = structured({"text": "Beryl paid for the taxi.", "passages": ["P1"], "quotes": []}, {"text": "And then"})
    statements, minutes, _ = written(Turn(text=whole[:-20]))
    assert [statement.text for statement in statements] == ["Beryl paid for the taxi."]
    assert any("damaged" in note for note in minutes.notes(statements))


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "{}\n", " \n {}"])
def test_json_counts_in_a_fence_or_without_one(fence: str) -> None:
    reply = structured({"text": "Beryl paid for the taxi.", "passages": ["P1"], "quotes": []})
    statements, minutes, _ = written(Turn(text=fence.replace("{}", reply)))
    assert len(statements) == 1
    assert not minutes.broken_reply


@pytest.mark.parametrize(
    ("turn", "error"),
    [
        (Turn(text=""), ReplyUnusable),
        (Turn(text="  \n "), ReplyUnusable),
        (Turn(text="", refusal="I would rather not."), ReplyUnusable),
        (Turn(text="I'm sorry, but I can't help with that."), ReplyUnusable),
        (Turn(status=429), QuotaReached),
        (Turn(status=500), ServerFault),
        (Turn(text="Beryl", ending=None), EndpointError),
    ],
)
def test_what_is_no_answer_is_an_error_and_not_an_answer(turn: Turn, error: type[EndpointError]) -> None:
    with pytest.raises(error):
        written(turn)


def test_a_model_that_says_nothing_in_time_is_an_error() -> None:
    with lying_model(Turn(text=TRUE, silence=1.5)) as model, pytest.raises(EndpointTimedOut):
        list(writer_of(model, timeout=0.3).write("What was paid?", EVIDENCE))


@pytest.mark.parametrize("ending", ["length", None, "content_filter"])
def test_a_reply_that_is_cut_keeps_what_was_verified_and_says_so(ending: str | None) -> None:
    statements, minutes, _ = written(Turn(text=f"{TRUE}\nBeryl said “I never wa", ending=ending))
    assert [statement.support for statement in statements] == [Support.VERIFIED]
    assert minutes.interruption
    assert "checked until then" in minutes.interruption


@pytest.mark.parametrize("absence", list(ABSENCES))
def test_the_three_absences_are_told_apart(absence: Absence) -> None:
    for reply in (structured(outcome=absence.value), ABSENCES[absence], f"{ABSENCES[absence]}."):
        statements, minutes, _ = written(Turn(text=reply))
        assert statements == []
        assert minutes.absence is absence


def test_an_endpoint_without_structured_output_is_asked_for_lines() -> None:
    statements, minutes, model = written(
        Turn(status=400, problem="response_format is not supported"), Turn(text=f"{TRUE}\n")
    )
    assert len(statements) == 1
    assert minutes.prompt == "answer@2"
    assert ["response_format" in request for request in model.asked] == [True, False]


def test_a_model_with_a_short_window_is_shown_less() -> None:
    too_long = Turn(status=400, problem="This model's maximum context length is 2048 tokens")
    statements, _, model = written(too_long, Turn(text=f"{TRUE}\n"))
    assert len(statements) == 1
    assert len(model.asked) == 2


def test_a_request_fits_the_window_that_is_set() -> None:
    long = [talk(f"t{number}", "Long", ("Ann", "They paid us late, every single time. " * 60)) for number in range(10)]
    evidence = [
        Evidence(citation=cite(each, 5, 20), passage=source(each, "P1").passage, score=1.0 - number / 10)
        for number, each in enumerate(long)
    ]
    shown = {}
    for window in (3_600, 8_000):
        minutes = Minutes()
        with lying_model(Turn(text="They paid late. [P1]\n")) as model:
            settings = EndpointSettings(base_url=model.url, api_key=None, timeout_seconds=5, retries=0)
            by_id = {each.id: each for each in long}
            writer = GeneratedWriter(OpenAIChat(settings, "liar"), by_id.__getitem__, window_tokens=window)
            list(writer.write("When were they paid?", evidence, minutes))
        shown[window] = len(minutes.sources)
        (request,) = minutes.requests
        assert request.tokens_in + 1_200 <= window
    assert 1 < shown[3_600] < shown[8_000]


def test_a_statement_is_shown_while_the_model_still_writes() -> None:
    rest = "Beryl paid for the taxi. [P1]\n" * 6
    with lying_model(Turn(text=f"{TRUE}\n{rest}", between=0.02)) as model:
        statements = writer_of(model).write("What was paid?", EVIDENCE)
        began = time.perf_counter()
        next(statements)
        first = time.perf_counter() - began
        list(statements)
        assert first < (time.perf_counter() - began) / 2


@pytest.mark.parametrize(
    "reply", ["Nothing in these passages.", "The passages do not mention any payment of that kind."]
)
def test_a_model_that_finds_nothing_in_its_own_words_states_nothing(reply: str) -> None:
    statements, minutes, _ = written(Turn(text=reply))
    assert statements == []
    assert minutes.absence is Absence.NO_ANSWER
