"""The command that serves the web app on this machine."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from commands.options import LibraryOption, settings_for

commands = typer.Typer()


@commands.command()
def app(
    library: LibraryOption = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="Port on this machine.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Serve the chat page on this machine and print its address."""
    import os

    from streamlit.web import cli as streamlit

    os.environ["TESTIMONY_LIBRARY"] = str(settings_for(library).library.resolve())
    options = {
        "server.address": "127.0.0.1",  # this machine only: interviews are given in confidence
        "server.headless": str(not browser).lower(),
        "server.showEmailPrompt": "false",  # Streamlit asks at its first start, and without a terminal it ends there
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "runner.postScriptGC": "false",
        "browser.serverAddress": "127.0.0.1",
    }
    if port is not None:
        options["server.port"] = str(port)
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    sys.argv = ["streamlit", "run", str(Path(__file__).parent.parent / "app.py"), *flags]
    streamlit.main()
