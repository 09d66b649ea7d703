"""A model on loopback that lies as it is told to: an OpenAI-compatible endpoint for one scripted reply after another."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How one request is answered. `ending` None drops the connection; `silence` seconds pass before the first byte."""

    text: str = ""
    status: int = 200
    ending: str | None = "stop"
    silence: float = 0.0
    between: float = 0.0
    refusal: str | None = None
    problem: str = "scripted problem"


@dataclass(slots=True)
class LyingModel:
    """What was asked of it, and what it says; the last turn is repeated for ever."""

    turns: Sequence[Turn]
    asked: list[dict[str, object]] = field(default_factory=list)
    url: str = ""

    def next_turn(self, request: dict[str, object]) -> Turn:
        self.asked.append(request)
        return self.turns[min(len(self.asked), len(self.turns)) - 1]


@contextmanager
def lying_model(*turns: Turn) -> Iterator[LyingModel]:
    model = LyingModel(turns)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(model))
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()


def _handler(model: LyingModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            turn = model.next_turn(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            time.sleep(turn.silence)
            with suppress(BrokenPipeError, ConnectionResetError):
                self._refuse(turn) if turn.status != 200 else self._stream(turn)

        def _refuse(self, turn: Turn) -> None:
            body = json.dumps({"error": {"message": turn.problem, "type": "scripted"}}).encode()
            self.send_response(turn.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, turn: Turn) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for start in range(0, len(turn.text), 9):
                self._event({"content": turn.text[start : start + 9]}, None)
                time.sleep(turn.between)
            if turn.refusal:
                self._event({"refusal": turn.refusal}, None)
            if turn.ending is not None:
                self._event({}, turn.ending)
                self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, delta: dict[str, str], ending: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": ending}
            chunk = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "liar", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
