"""A person's session on the app as it is served, without a browser: Streamlit's own messages over its websocket.

Ten browsers on one machine measure that machine's processor. People have one each: what they share is the server.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

LONGEST_SECONDS = 60


@dataclass(slots=True)
class Session:
    """One open page. `errors` is whatever the server said went wrong on it."""

    address: str
    errors: list[str] = field(default_factory=list)
    _box: str = ""
    _stack: ExitStack = field(default_factory=ExitStack)
    _socket: ClientConnection | None = None

    def __enter__(self) -> Session:
        stream = f"{self.address.replace('http', 'ws', 1)}/_stcore/stream"
        there = connect(
            stream, subprotocols=[Subprotocol("streamlit")], max_size=None, origin=Origin(self.address), legacy=True
        )
        self._socket = self._stack.enter_context(there)
        self.run()
        return self

    def __exit__(self, *about: object) -> None:
        self._stack.close()

    def ask(self, question: str) -> float:
        """Type a question; the seconds until the server has nothing more to say, its answer among it."""
        asked = BackMsg()
        box = asked.rerun_script.widget_states.widgets.add()
        box.id = self._box
        box.chat_input_value.data = question
        answered = False

        def look(raw: bytes) -> None:
            nonlocal answered
            answered = answered or re.search(rb"speaks? to this|not in the transcripts", raw) is not None

        seconds = self._sent(asked, look)
        if not answered:
            self.errors.append(f"no answer to {question!r}")
        return seconds

    def run(self) -> float:
        """Run the page again; the seconds it takes."""
        again = BackMsg()
        again.rerun_script.query_string = ""
        return self._sent(again, lambda raw: None)

    def _sent(self, message: BackMsg, look: Callable[[bytes], None]) -> float:
        assert self._socket is not None, "use it in a with block"
        began = time.perf_counter()
        self._socket.send(message.SerializeToString())
        while True:
            raw = self._socket.recv(timeout=LONGEST_SECONDS, decode=False)
            look(raw)
            told = ForwardMsg.FromString(raw)
            if told.WhichOneof("type") == "delta":
                self._note(told)
            elif (
                told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                and told.WhichOneof("type") == "script_finished"
            ):
                return time.perf_counter() - began

    def _note(self, told: ForwardMsg) -> None:
        element = told.delta.new_element
        if element.WhichOneof("type") == "chat_input":
            self._box = element.chat_input.id
        elif element.WhichOneof("type") == "exception":
            self.errors.append(element.exception.message)
        elif element.WhichOneof("type") == "alert":
            self.errors.append(element.alert.body)
