"""The command that serves the web app on this machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.options import LibraryOption, settings_for

commands = typer.Typer()

_FIRST_PORT, _PORTS_TRIED = 8501, 100


@commands.command()
def app(
    library: LibraryOption = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port on this machine.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Serve the chat page on this machine and print its address."""
    import os

    from streamlit.web import cli as streamlit

    port = port or _free_port()
    os.environ["TESTIMONY_LIBRARY"] = str(settings_for(library).library.resolve())
    options = {
        "server.address": "127.0.0.1",  # this machine only: interviews are given in confidence
        "server.headless": str(not browser).lower(),
        "server.showEmailPrompt": "false",  # Streamlit asks at its first start, and without a terminal it ends there
        "server.fileWatcherType": "none",
        "server.port": str(port),
        "logger.hideWelcomeMessage": "true",  # it advertises, in the page too where an assistant for programmers is installed
        "browser.gatherUsageStats": "false",
        "runner.postScriptGC": "false",
        "browser.serverAddress": "127.0.0.1",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    sys.argv = ["streamlit", "run", str(Path(__file__).parent.parent / "app.py"), *flags]
    print(f"Testimony is at http://127.0.0.1:{port} (Ctrl-C ends it).", flush=True)
    streamlit.main()


def _free_port() -> int:
    """The first port from Streamlit's own on that nobody listens at."""
    import socket

    for port in range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED):
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    return _FIRST_PORT  # Streamlit says what is wrong with it
