"""What an endpoint said when it refused, and what that means for the person who asked. Pure, and without a vendor."""

from __future__ import annotations

from dataclasses import dataclass, field

from models.errors import (
    AccessForbidden,
    EndpointError,
    EndpointTimedOut,
    KeyRefused,
    QuotaReached,
    ReplyUnusable,
    RequestRefused,
    ServerFault,
    UnknownModel,
)

REASON_CHARACTERS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An endpoint's error: its status in HTTP's numbers, None where it gave none, and what it said.

    `sent_key` is what the request carried for a key, which some endpoints repeat; `key_was_set` says whether it is a real one.
    """

    status: int | None
    code: str | None
    kind: str | None
    message: str
    body: object
    sent_key: str = field(repr=False)
    key_was_set: bool

    @property
    def reason(self) -> str:
        """What the endpoint says about it: one short line, without the key."""
        said = self.body.get("message") if isinstance(self.body, dict) else self.body
        line = " ".join(said.split()) if isinstance(said, str) and not said.lstrip().startswith("<") else ""
        line = line.replace(self.sent_key, "…").rstrip(".")
        return line if len(line) <= REASON_CHARACTERS else f"{line[:REASON_CHARACTERS]}…"

    @property
    def is_too_long(self) -> bool:
        """Whether more was sent than the model can read: as OpenAI and vLLM say it, llama.cpp, and whoever has words alone."""
        if self.status == 413 or self.code == "context_length_exceeded" or self.kind == "exceed_context_size_error":
            return True
        words = self.message.lower()
        return "context length" in words or "context window" in words or "context size" in words


def error_for(refusal: Refusal, host: str, model: str | None) -> EndpointError:
    """What to tell people about a refusal of the endpoint at `host`, which was asked for `model`."""
    status = refusal.status
    match status:
        case 401:
            return KeyRefused(host, key_was_set=refusal.key_was_set)
        case 403:
            return AccessForbidden(host, refusal.reason)
        case 404:
            return UnknownModel(host, model)
        case 402 | 429:
            return QuotaReached(host, credit_spent=status == 402 or refusal.code == "insufficient_quota")
        case 408:
            return EndpointTimedOut(host)
        case int() if 300 <= status < 400:
            return ReplyUnusable(host, "points to another address, which OPENAI_BASE_URL should name instead")
        case int() if 400 <= status < 500:
            return RequestRefused(host, status=status, reason=refusal.reason, too_long=refusal.is_too_long)
        case _:
            return ServerFault(host, status=status, reason=refusal.reason)
