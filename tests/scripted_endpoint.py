"""An OpenAI-compatible endpoint on loopback that says what a test wrote for it, and remembers what it was sent.

    with ScriptedEndpoint([Reply("Ana said so [P1].")]) as endpoint:
        … OPENAI_BASE_URL=endpoint.url …
        endpoint.requests[0].messages

It speaks `/v1/chat/completions` (whole or streamed) and `/v1/models`. Nothing here imports the product.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from types import TracebackType
from typing import TypeAlias

MODEL = "scripted-model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request as it came in. `messages` is empty for requests that carry none."""

    path: str
    key: str
    model: str = ""
    messages: tuple[dict[str, str], ...] = ()

    @property
    def prompt(self) -> str:
        """Everything the model was sent, one message below the other."""
        return "\n".join(message["content"] for message in self.messages)


@dataclass(frozen=True, slots=True)
class Reply:
    """What to answer: the text in pieces, or an error status. `until` holds the rest back after the first piece."""

    text: str = ""
    status: int = 200
    problem: str = "scripted problem"
    piece_characters: int = 12
    seconds_between: float = 0.0
    until: Event | None = None
    cut_off: bool = False
    """Whether the connection is dropped instead of ending the answer."""

    def pieces(self) -> Iterator[str]:
        """The text as it is sent."""
        for start in range(0, len(self.text), self.piece_characters):
            yield self.text[start : start + self.piece_characters]


Script: TypeAlias = Sequence[Reply] | Callable[[Request], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPassage:
    """A passage as the product's prompt has it: its label, and its turns as (speaker, role, words)."""

    label: str
    turns: tuple[tuple[str, str, str], ...]


def passages_in(request: Request) -> list[SentPassage]:
    """The passages that a prompt holds, in order."""
    found = []
    for label, body in re.findall(r'<passage label="(P\d+)"[^>]*>\n(.*?)\n</passage>', request.prompt, re.DOTALL):
        turns = re.findall(r"(?m)^(.+?) \((interviewer|participant|unknown)\): (.*)$", body)
        found.append(SentPassage(label=label, turns=tuple(turns)))
    return found


def quoting(request: Request) -> Reply:
    """A reply that a faithful model could give: of each of the first passages one sentence, quoted and labelled."""
    lines = []
    for passage in passages_in(request)[:3]:
        for speaker, role, words in passage.turns:
            sentence = next((one for one in re.split(r"(?<=[.!?]) ", words) if 5 <= len(one.split()) <= 25), "")
            if role != "interviewer" and sentence:
                lines.append(f'{speaker} put it this way: "{sentence}" [{passage.label}]')
                break
    return Reply("\n".join(lines))


@dataclass(slots=True)
class ScriptedEndpoint:
    """The server, for as long as the `with` block lasts. Replies are used up in order, the last one for ever."""

    script: Script = quoting
    requests: list[Request] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None
    _lock: Lock = field(default_factory=Lock)
    _answered: int = 0

    def __enter__(self) -> ScriptedEndpoint:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    @property
    def host(self) -> str:
        """Host and port, as the product shows them."""
        assert self._server is not None, "use it in a with block"
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """What OPENAI_BASE_URL should be."""
        return f"http://{self.host}/v1"

    @property
    def chats(self) -> list[Request]:
        """The requests that asked for an answer."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    def reply_to(self, request: Request) -> Reply:
        """The next reply of the script."""
        if callable(self.script):
            return self.script(request)
        with self._lock:
            reply = self.script[min(self._answered, len(self.script) - 1)]
            self._answered += 1
        return reply


def _handler(endpoint: ScriptedEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            endpoint.requests.append(Request(path=self.path, key=self.headers.get("Authorization", "")))
            _send_json(self, 200, {"object": "list", "data": [{"id": MODEL, "object": "model"}]})

        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            request = Request(
                path=self.path,
                key=self.headers.get("Authorization", ""),
                model=sent.get("model", ""),
                messages=tuple(sent.get("messages", ())),
            )
            endpoint.requests.append(request)
            reply = endpoint.reply_to(request)
            if reply.status != 200:
                _send_json(self, reply.status, {"error": {"message": reply.problem, "type": "scripted"}})
            elif sent.get("stream"):
                _stream(self, reply)
            else:
                _send_json(self, 200, _chunk(reply.text, "message", "stop"))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a test's output is its own."""

    return Handler


def _send_json(handler: BaseHTTPRequestHandler, status: int, value: object) -> None:
    body = json.dumps(value).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def _stream(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()  # no length, HTTP/1.0: the end of the connection is the end of the answer
    try:
        for number, piece in enumerate(reply.pieces()):
            if number == 1 and reply.until is not None:
                reply.until.wait(30)
            _send_event(handler, json.dumps(_chunk(piece, "delta", None)))
            time.sleep(reply.seconds_between)
        if not reply.cut_off:
            _send_event(handler, json.dumps(_chunk("", "delta", "stop")))
            _send_event(handler, "[DONE]")
    except (BrokenPipeError, ConnectionResetError):  # the product hung up, as it should when stopped
        pass


def _send_event(handler: BaseHTTPRequestHandler, data: str) -> None:
    handler.wfile.write(f"data: {data}\n\n".encode())
    handler.wfile.flush()


def _chunk(text: str, part: str, ending: str | None) -> dict[str, object]:
    kind = "chat.completion.chunk" if part == "delta" else "chat.completion"
    choice = {"index": 0, part: {"role": "assistant", "content": text}, "finish_reason": ending}
    return {"id": "scripted", "object": kind, "created": 0, "model": MODEL, "choices": [choice]}
