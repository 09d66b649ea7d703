"""Errors of the models.

    TestimonyError (corpus.errors)
    └── ModelError                  a model cannot be used
        └── EndpointError           an endpoint did not do what it was asked: `host` says which
            ├── EndpointUnreachable     nobody answers there
            ├── EndpointTimedOut        nothing came back in time
            ├── KeyRefused              the key is wrong, or there is none (401)
            ├── AccessForbidden         the key is right and not enough (403)
            ├── UnknownModel            no such model, or no such address (404)
            ├── QuotaReached            too many requests, or the credit is spent (429, 402)
            ├── RequestRefused          malformed, or longer than the model can read (400, 409, 413, 422)
            ├── ServerFault             the endpoint itself failed (5xx)
            ├── AnswerCutOff            the answer stopped before its end
            ├── ReplyUnusable           not JSON, empty, declined, withheld by a filter
            └── ClientFault             the openai package refused to ask

No message ever holds the key.
"""

from __future__ import annotations

from corpus.errors import TestimonyError


class ModelError(TestimonyError):
    """A model cannot be used."""


class EndpointError(ModelError):
    """An endpoint, `host`, did not do what it was asked."""

    def __init__(self, host: str, message: str) -> None:
        self.host = host
        super().__init__(message)


class EndpointUnreachable(EndpointError):
    """Nobody answers at the endpoint's address."""

    def __init__(self, host: str) -> None:
        super().__init__(
            host, f"Nobody answers at {host}. Check that the model server runs there and that OPENAI_BASE_URL is right."
        )


class EndpointTimedOut(EndpointError):
    """Nothing came from the endpoint for as long as the settings allow."""

    def __init__(self, host: str) -> None:
        super().__init__(
            host, f"{host} sent nothing in time. Ask again, or allow it more seconds with TESTIMONY_TIMEOUT."
        )


class KeyRefused(EndpointError):
    """The endpoint wants another key than it was given, or one where none was set."""

    def __init__(self, host: str, *, key_was_set: bool = True) -> None:
        self.key_was_set = key_was_set
        problem = f"{host} does not accept the key" if key_was_set else f"{host} needs a key and none is set"
        super().__init__(host, f"{problem}. Set OPENAI_API_KEY to a key of that endpoint.")


class AccessForbidden(EndpointError):
    """The endpoint knows the key and does not let it do this."""

    def __init__(self, host: str, reason: str = "") -> None:
        self.reason = reason
        super().__init__(
            host,
            f"{host} does not let this key do that{_because(reason)}. "
            "Choose another model with TESTIMONY_MODEL, or ask whoever gave out the key.",
        )


class UnknownModel(EndpointError):
    """The endpoint has no such model, no model at all, or nothing at this address."""

    def __init__(self, host: str, model: str | None = None) -> None:
        self.model = model
        missing = f"no model “{model}”" if model else "no model that could be used"
        super().__init__(
            host,
            f"{host} has {missing} at this address. "
            "Check TESTIMONY_MODEL, and the path of OPENAI_BASE_URL (it often ends in /v1).",
        )


class QuotaReached(EndpointError):
    """The endpoint takes no more requests: for now, or, when `credit_spent`, until somebody pays."""

    def __init__(self, host: str, *, credit_spent: bool = False) -> None:
        self.credit_spent = credit_spent
        if credit_spent:
            message = f"The credit of this key at {host} is spent. Top it up, or use another key or endpoint."
        else:
            message = f"{host} takes no more requests for now. Wait a minute, then ask again."
        super().__init__(host, message)


class RequestRefused(EndpointError):
    """The endpoint cannot work with the request as it stands; `too_long` when the model cannot read so much."""

    def __init__(self, host: str, *, status: int | None = None, reason: str = "", too_long: bool = False) -> None:
        self.status = status
        self.reason = reason
        self.too_long = too_long
        if too_long:
            message = (
                f"The question and its passages are longer than the model at {host} can read. "
                "Ask about fewer transcripts, or choose a model with a longer context with TESTIMONY_MODEL."
            )
        else:
            message = (
                f"{host} refused the request{_with_status(status)}{_because(reason)}. "
                "Another model may take it: choose one with TESTIMONY_MODEL."
            )
        super().__init__(host, message)


class ServerFault(EndpointError):
    """The endpoint failed on its own side."""

    def __init__(self, host: str, *, status: int | None = None, reason: str = "") -> None:
        self.status = status
        self.reason = reason
        super().__init__(
            host,
            f"{host} failed on its own side{_with_status(status)}{_because(reason)}. "
            "Ask again; if it goes on, look into that server's log.",
        )


class AnswerCutOff(EndpointError):
    """The answer stopped before its end: at `max_tokens`, or, when that is None, because the connection was lost."""

    def __init__(self, host: str, max_tokens: int | None = None) -> None:
        self.max_tokens = max_tokens
        if max_tokens is None:
            message = f"The connection to {host} was lost in mid-answer. Ask again."
        else:
            message = (
                f"The answer from {host} was longer than {max_tokens} tokens and was cut off. Ask a narrower question."
            )
        super().__init__(host, message)


class ReplyUnusable(EndpointError):
    """The endpoint answered with something that is no answer; `problem` completes "The reply from … "."""

    def __init__(self, host: str, problem: str) -> None:
        self.problem = problem
        super().__init__(
            host, f"The reply from {host} {problem}. Ask again, or choose another model with TESTIMONY_MODEL."
        )


class ClientFault(EndpointError):
    """The installed openai package refused to make the request; `fault` is its exception's name."""

    def __init__(self, host: str, fault: str) -> None:
        self.fault = fault
        super().__init__(
            host,
            f"The installed openai package refused to ask {host} ({fault}). Install Testimony again: make setup",
        )


def _with_status(status: int | None) -> str:
    return "" if status is None else f" (status {status})"


def _because(reason: str) -> str:
    return f", saying “{reason}”" if reason else ""
