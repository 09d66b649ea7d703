"""Every error of the OpenAI package becomes one plain sentence, and no sentence holds the key."""

from __future__ import annotations

import inspect

import httpx2
import openai
import pytest

from corpus.errors import SettingsError
from models.endpoint import EndpointSettings
from models.errors import (
    AccessForbidden,
    AnswerCutOff,
    ClientFault,
    EndpointError,
    EndpointTimedOut,
    EndpointUnreachable,
    KeyRefused,
    QuotaReached,
    ReplyUnusable,
    RequestRefused,
    ServerFault,
    UnknownModel,
)
from models.openai_api import translated

HOST, KEY = "models.example:8080", "sk-secret-0123456789"
REQUEST = httpx2.Request("POST", f"http://{HOST}/v1/chat/completions", headers={"Authorization": f"Bearer {KEY}"})


def every_error_class() -> list[type[Exception]]:
    return sorted(
        {
            each
            for _, each in inspect.getmembers(openai, inspect.isclass)
            if issubclass(each, openai.OpenAIError) and each is not openai.OpenAIError
        },
        key=lambda each: each.__name__,
    )


def made(kind: type[Exception]) -> Exception:
    """One of this class as the package would make it, without its own constructor's whims."""
    error = kind.__new__(kind)
    Exception.__init__(error, f"it went wrong with {KEY}")
    error.message = f"it went wrong with {KEY}"  # type: ignore[attr-defined]
    error.request = REQUEST  # type: ignore[attr-defined]
    error.body = {"message": f"the key {KEY} is odd"}  # type: ignore[attr-defined]
    error.code = error.type = error.param = None  # type: ignore[attr-defined]
    statuses: dict[type[Exception], int] = {
        openai.BadRequestError: 400,
        openai.AuthenticationError: 401,
        openai.PermissionDeniedError: 403,
        openai.NotFoundError: 404,
        openai.ConflictError: 409,
        openai.UnprocessableEntityError: 422,
        openai.RateLimitError: 429,
        openai.InternalServerError: 500,
    }
    if isinstance(error, openai.APIStatusError):
        error.status_code = statuses.get(kind, 418)
        error.response = httpx2.Response(error.status_code, request=REQUEST)
    return error


@pytest.mark.parametrize("kind", every_error_class(), ids=lambda kind: kind.__name__)
def test_every_error_of_the_package_is_a_sentence_without_the_key(kind: type[Exception]) -> None:
    told = translated(made(kind), HOST, "a-model")
    assert isinstance(told, EndpointError)
    assert HOST in str(told)
    assert str(told).endswith((".", "setup"))
    assert KEY not in str(told)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, RequestRefused),
        (401, KeyRefused),
        (402, QuotaReached),
        (403, AccessForbidden),
        (404, UnknownModel),
        (408, EndpointTimedOut),
        (409, RequestRefused),
        (413, RequestRefused),
        (422, RequestRefused),
        (429, QuotaReached),
        (307, ReplyUnusable),
        (500, ServerFault),
        (503, ServerFault),
    ],
)
def test_a_status_is_told_as_what_it_means(status: int, expected: type[EndpointError]) -> None:
    response = httpx2.Response(status, request=REQUEST)
    error = openai.APIStatusError("refused", response=response, body={"message": "no"})
    assert type(translated(error, HOST, "a-model")) is expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (openai.APITimeoutError(request=REQUEST), EndpointTimedOut),
        (openai.APIConnectionError(request=REQUEST), EndpointUnreachable),
        (httpx2.ReadError("lost", request=REQUEST), EndpointUnreachable),
        (ValueError("not JSON"), ReplyUnusable),
        (openai.OpenAIError("something new"), ClientFault),
    ],
)
def test_what_has_no_status_is_told_too(error: Exception, expected: type[EndpointError]) -> None:
    assert type(translated(error, HOST)) is expected


def test_a_spent_credit_and_a_too_long_request_are_told_apart_from_their_statuses() -> None:
    spent = openai.RateLimitError(
        "quota", response=httpx2.Response(429, request=REQUEST), body={"code": "insufficient_quota", "message": "no"}
    )
    long = openai.BadRequestError(
        "maximum context length is 4096", response=httpx2.Response(400, request=REQUEST), body={"message": "long"}
    )
    told_spent, told_long = translated(spent, HOST), translated(long, HOST)
    assert isinstance(told_spent, QuotaReached)
    assert told_spent.credit_spent
    assert isinstance(told_long, RequestRefused)
    assert told_long.too_long


@pytest.mark.parametrize("address", ["localhost:11434", "ftp://x/v1", "http://", "http://x:99999/v1"])
def test_an_address_that_is_none_is_a_sentence(address: str) -> None:
    with pytest.raises(SettingsError, match="OPENAI_BASE_URL is no address"):
        EndpointSettings(base_url=address, api_key=None, timeout_seconds=1, retries=0)


def test_a_key_with_a_line_break_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError) as raised:
        EndpointSettings(base_url=None, api_key=f"{KEY}\n", timeout_seconds=1, retries=0)
    assert KEY not in str(raised.value)


def test_the_key_is_in_no_representation() -> None:
    assert KEY not in repr(EndpointSettings(base_url=None, api_key=KEY, timeout_seconds=1, retries=0))


def test_a_cut_answer_says_why() -> None:
    assert "900 tokens" in str(AnswerCutOff(HOST, 900))
    assert "connection" in str(AnswerCutOff(HOST))
