"""A real page in a real browser: the app as it is served, Debian's Chromium, a library made of invented interviews."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Locator, Page, Route, TimeoutError, expect, sync_playwright

from tests.browser.interviews import INTERVIEWS
from tests.commands import GRAPH_CACHE, ROOT, ingested

CHROMIUM = shutil.which("chromium")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@contextmanager
def served(library: Path, settings: dict[str, str]) -> Iterator[str]:
    """The app on a free port of this machine, for as long as the block lasts; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ours = ("TESTIMONY_", "OPENAI_", "STREAMLIT_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    environment |= {"TESTIMONY_LIBRARY": str(library), "TESTIMONY_CACHE": str(GRAPH_CACHE), **settings}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.headless", "true", "--server.fileWatcherType", "none"]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server, log)
            yield address
        finally:
            server.kill()  # asked politely, it waits for browsers that are gone


@contextmanager
def browser(folder: Path, *, width: int = 1280, height: int = 720, dark: bool = False) -> Iterator[Page]:
    """A browser with nothing in it. Whatever asks for another host than this machine is refused, and fails the test."""
    strays: list[str] = []
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=CHROMIUM,
            args=FLAGS,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            env={**os.environ, "HOME": str(folder)},
            accept_downloads=True,
        )
        context.route("**/*", lambda route: _keep_here(route, strays))
        page = context.pages[0]
        page.set_default_timeout(30_000)
        expect.set_options(timeout=30_000)
        yield page
        context.close()
    assert not strays, f"the page asked other hosts for {strays}"


def _keep_here(route: Route, strays: list[str]) -> None:
    if re.match(r"https?://127\.0\.0\.1[:/]|data:|blob:", route.request.url):
        route.continue_()
    else:
        strays.append(route.request.url)
        route.abort()


def open_menu(menu: Locator, item: Locator) -> None:
    """Open a menu in the middle of the window, where all of it has room; again where the page was still being drawn at the
    click and took the menu with it."""
    for _ in range(3):
        menu.evaluate("it => it.scrollIntoView({block: 'center'})")
        menu.click()
        try:
            item.wait_for(timeout=5_000)
        except TimeoutError:
            continue
        return
    item.wait_for()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    for _ in range(240):
        if server.poll() is not None:
            log.seek(0)
            raise AssertionError(f"the app did not start: {log.read().decode()}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError("the app did not answer in a minute")


@pytest.fixture(scope="session", autouse=True)
def _needs_chromium() -> None:
    if CHROMIUM is None:
        pytest.skip("Debian's Chromium is not on this machine")


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of three short interviews."""
    folder = tmp_path_factory.mktemp("interviews")
    for name, text in INTERVIEWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = tmp_path_factory.mktemp("library")
    ingested(library, folder)
    return library


@pytest.fixture(scope="session")
def extractive_app(library: Path) -> Iterator[str]:
    """The app without a model."""
    with served(library, {"TESTIMONY_MODE": "extractive"}) as address:
        yield address


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    """A desktop browser."""
    with browser(tmp_path / "profile") as page:
        yield page


@pytest.fixture
def open_page(tmp_path: Path) -> Callable[..., object]:
    """A browser of another size or in the dark: `with open_page(width=390, dark=True) as page`."""
    return lambda **how: browser(tmp_path / "profile", **how)
