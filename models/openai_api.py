"""Any OpenAI-compatible endpoint, and chat with it: the only file that imports `openai`.

The SDK's habits end here. It reads a dozen environment variables by itself (key, organisation, extra headers), follows
redirects, waits ten minutes and speaks its own exceptions; behind this file there are explicit values, one host that
text goes to, and the sentences of `models.errors`. It is imported where it is used, because that takes a second.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, cast

from models.chat import ChatMessage
from models.endpoint import OPENAI_MODEL, EndpointSettings
from models.errors import (
    AnswerCutOff,
    ClientFault,
    EndpointError,
    EndpointTimedOut,
    EndpointUnreachable,
    KeyRefused,
    ReplyUnusable,
    UnknownModel,
)
from models.hanging_up import belongs_to_the_call
from models.openai_replies import ModelList, text_pieces
from models.refusals import Refusal, error_for

if TYPE_CHECKING:
    from httpx2 import Limits
    from openai import APIError, OpenAI, Stream
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam
    from openai.types.chat.completion_create_params import ResponseFormat

PLACEHOLDER_KEY = "this-endpoint-needs-no-key"
CONNECT_SECONDS = 10.0


class OpenAIChat:
    """A chat model behind an endpoint.

    Without `model` it is `gpt-4o-mini` at OpenAI, elsewhere the first that the endpoint lists (asked once).
    """

    def __init__(self, settings: EndpointSettings, model: str | None = None) -> None:
        self._endpoint = Endpoint(settings)
        self._name = model or _default_model(settings)
        self._refused: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The model's name. Raises EndpointError where the endpoint has to be asked and does not tell."""
        if self._name is None:
            self._name = _first_chat_model(self._endpoint.model_names(), self.destination)
        return self._name

    @property
    def destination(self) -> str:
        """The host that questions and passages are sent to."""
        return self._endpoint.host

    def stream(self, messages: Sequence[ChatMessage], max_tokens: int) -> Generator[str, None, None]:
        """The reply in pieces as they arrive; closing the iterator drops the connection. Raises EndpointError."""
        return self._streamed(messages, max_tokens, None)

    def stream_structured(
        self, messages: Sequence[ChatMessage], max_tokens: int, schema: Mapping[str, object]
    ) -> Generator[str, None, None]:
        """As `stream`, held to a JSON Schema by endpoints that have it. Raises RequestRefused by those that mind."""
        return self._streamed(messages, max_tokens, schema)

    def _streamed(
        self, messages: Sequence[ChatMessage], max_tokens: int, schema: Mapping[str, object] | None
    ) -> Generator[str, None, None]:
        name = self.name
        with border(self.destination, name):
            chunks = self._request(name, messages, max_tokens, schema)
        with border(self.destination, name, answering=True), chunks:
            yield from text_pieces(chunks, self.destination, max_tokens)

    def close(self) -> None:
        """Close the idle connections."""
        self._endpoint.close()

    def _request(
        self, name: str, messages: Sequence[ChatMessage], max_tokens: int, schema: Mapping[str, object] | None
    ) -> Stream[ChatCompletionChunk]:
        import openai

        try:
            return self._endpoint.client.chat.completions.create(
                model=name,
                messages=cast(
                    "list[ChatCompletionMessageParam]",
                    [{"role": message.role, "content": message.text} for message in messages],
                ),
                stream=True,
                response_format=cast("ResponseFormat", {"type": "json_schema", "json_schema": dict(schema)})
                if schema is not None
                else openai.omit,
                temperature=openai.omit if "temperature" in self._refused else 0,
                max_tokens=openai.omit if "max_tokens" in self._refused else max_tokens,
                max_completion_tokens=max_tokens if "max_tokens" in self._refused else openai.omit,
            )
        except openai.BadRequestError as error:
            # OpenAI's reasoning models know neither a temperature nor `max_tokens`; most local servers know nothing
            # else. Only the endpoint knows which it is, and says so by naming the parameter.
            if error.param not in ("temperature", "max_tokens") or error.param in self._refused:
                raise
            self._refused |= {error.param}
            return self._request(name, messages, max_tokens, schema)


def describe_connection(settings: EndpointSettings, model: str | None = None) -> str:
    """A sentence about an endpoint that answers: how many models it lists, and which is used. Raises EndpointError."""
    endpoint = Endpoint(settings)
    try:
        listed = endpoint.model_names()
    finally:
        endpoint.close()
    name = model or _default_model(settings) or _first_chat_model(listed, endpoint.host)
    count = "1 model" if len(listed) == 1 else f"{len(listed)} models"
    missing = "" if name in listed else ", which is not among them"
    return f"{endpoint.host} answers and lists {count}; the one in use is {name}{missing}."


def _default_model(settings: EndpointSettings) -> str | None:
    return OPENAI_MODEL if settings.is_openai else None


def _first_chat_model(names: Sequence[str], host: str) -> str:
    """The first that can chat: Ollama lists embedding models among the others. Raises UnknownModel for none."""
    for name in names:
        if "embed" not in name.lower():
            return name
    raise UnknownModel(host)


class Endpoint:
    """The SDK's client for one endpoint, built when it is first used."""

    def __init__(self, settings: EndpointSettings) -> None:
        self._settings = settings
        self.host = settings.host

    @cached_property
    def client(self) -> OpenAI:
        """The client. Raises KeyRefused where a key is certain to be needed, before any text has left."""
        import openai

        settings = self._settings
        if settings.is_openai and not settings.api_key:
            raise KeyRefused(self.host, key_was_set=False)
        client = openai.OpenAI(
            base_url=settings.url,
            api_key=settings.api_key or PLACEHOLDER_KEY,
            admin_api_key="",
            webhook_secret="",
            timeout=openai.Timeout(settings.timeout_seconds, connect=min(settings.timeout_seconds, CONNECT_SECONDS)),
            max_retries=settings.retries,
            http_client=openai.DefaultHttpx2Client(
                # A company's proxy and certificates come from the environment, as for every program;
                # but what is meant to stay on this machine must not take a turn through a proxy.
                trust_env=not settings.is_on_this_machine,
                # A redirect would carry transcripts to a host that nobody was told about.
                follow_redirects=False,
                # Each request has a connection of its own: one that is hung up on must be nobody else's.
                limits=_one_connection_each(),
                event_hooks={"request": [belongs_to_the_call]},
            ),
        )
        # The SDK filled these from OPENAI_ORG_ID, OPENAI_PROJECT_ID and OPENAI_CUSTOM_HEADERS, and takes no
        # argument that says "none": they would go to whichever host is configured.
        client.organization = client.project = None
        client._custom_headers = {}
        return client

    def model_names(self) -> list[str]:
        """The models that the endpoint lists, in its order. Raises EndpointError."""
        with border(self.host):
            # Not `client.models.list()`: it ends in an AttributeError where a web page answers instead of an endpoint.
            reply = self.client.get("/models", cast_to=object)
            return [model.id for model in ModelList.model_validate(reply).data or []]

    def close(self) -> None:
        """Close the idle connections."""
        if "client" in vars(self):
            self.client.close()


def _one_connection_each() -> Limits:
    import httpx2

    return httpx2.Limits(max_keepalive_connections=0)


def translated(error: Exception, host: str, model: str | None = None) -> EndpointError:
    """What to tell people about an exception of the SDK, of its transport or of a reply that cannot be read."""
    import httpx2
    import openai

    match error:
        case openai.APITimeoutError() | httpx2.TimeoutException():
            return EndpointTimedOut(host)
        case openai.APIConnectionError() | httpx2.HTTPError():
            return EndpointUnreachable(host)
        case openai.APIResponseValidationError() | ValueError():
            return ReplyUnusable(host, "is not the JSON that an OpenAI-compatible endpoint sends")
        case openai.APIError():
            return error_for(_refusal(error), host, model)
        case openai.ContentFilterFinishReasonError():
            return ReplyUnusable(host, "was withheld by its content filter")
        case openai.LengthFinishReasonError() | openai.WebSocketConnectionClosedError():
            return AnswerCutOff(host)
        case _:
            return ClientFault(host, type(error).__name__)


def _refusal(error: APIError) -> Refusal:
    sent = error.request.headers.get("Authorization", "").removeprefix("Bearer ") or PLACEHOLDER_KEY
    return Refusal(
        status=_status(error),
        code=error.code,
        kind=error.type,
        message=error.message,
        body=error.body,
        sent_key=sent,
        key_was_set=sent != PLACEHOLDER_KEY,
    )


def _status(error: APIError) -> int | None:
    """The HTTP status; of an error in mid-stream, the one that vLLM and OpenRouter give as its code."""
    import openai

    if isinstance(error, openai.APIStatusError):
        return error.status_code
    return int(error.code) if error.code and error.code.isdecimal() else None


@contextmanager
def border(host: str, model: str | None = None, *, answering: bool = False) -> Iterator[None]:
    """Let nothing of the vendor's through. `from None`: the vendor's exception holds the request, and so the key."""
    import httpx2
    import openai

    try:
        yield
    except (openai.OpenAIError, httpx2.HTTPError, ValueError) as error:
        told = translated(error, host, model)
        lost_in_mid_answer = answering and isinstance(told, EndpointUnreachable)
        raise AnswerCutOff(host) if lost_in_mid_answer else told from None
