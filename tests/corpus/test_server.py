"""A library on a real Chroma server, started here on loopback: the same results as in a folder, and nothing lost."""

from __future__ import annotations

import gc
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from corpus.archive import export_library, import_library
from corpus.forgetting import forget
from corpus.library import Library, VectorSpace, create_library, open_library
from corpus.place import Place, ServerAddress
from corpus.store import Scope
from ingest.discover import Shard, discover
from ingest.job import IngestReport, Progress, ingest
from rag.retrieval.retriever import Retriever
from tests.browser.interviews import INTERVIEWS
from tests.fakes import WordHashEmbedder

CHROMA = shutil.which("chroma", path=str(Path(sys.executable).parent))
pytestmark = [pytest.mark.slow, pytest.mark.skipif(CHROMA is None, reason="chromadb's command is not installed")]
EMBEDDER = WordHashEmbedder(256)
SPACE = VectorSpace(embedder=EMBEDDER.id, dimensions=EMBEDDER.dimensions)
PATIENCE_SECONDS = 30.0


@contextmanager
def chroma_server(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`chroma run` over a folder, answering; killed at the end."""
    command = [str(CHROMA), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(200):
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=2):
                        break
                except OSError:
                    time.sleep(0.1)
            yield server
        finally:
            server.kill()


@pytest.fixture(autouse=True)
def _no_connection_is_left() -> Iterator[None]:
    """Chroma keeps its clients for as long as the process lives, and with them their connections to servers long gone."""
    yield
    for one in gc.get_objects():
        if isinstance(one, httpx.Client):
            one.close()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Six interviews: each of the invented ones twice, told apart by a sentence."""
    folder = tmp_path / "files"
    folder.mkdir()
    for copy in range(2):
        for name, text in INTERVIEWS.items():
            (folder / f"{copy}-{name}").write_text(f"{text}\nInterviewer: That was number {copy}.\n", encoding="utf-8")
    return folder


def on_server(tmp_path: Path, port: int, database: str = "interviews") -> Place:
    address = ServerAddress(host="127.0.0.1", port=port, database=database, patience_seconds=PATIENCE_SECONDS)
    return Place(folder=tmp_path / f"beside-{database}", server=address)


def filled(where: Path | Place, files: Path, shard: Shard | None = None) -> IngestReport:
    return ingest(create_library(where, SPACE), discover([files], shard), EMBEDDER)


def holdings(library: Library) -> dict[str, tuple[str, list[tuple[int, int]]]]:
    """Every transcript with its text and its passages' spans."""
    return {
        record.id: (
            library.transcript(record.id).text,
            sorted((one.passage.start, one.passage.end) for one in library.held(record, vectors=False)),
        )
        for record in library.list_records()
    }


def found(library: Library, words: str, scope: Scope) -> list[tuple[str, int, int, float]]:
    hits = Retriever(library, EMBEDDER).search(words, scope, 8)
    return [(one.passage.transcript_id, one.passage.start, one.passage.end, round(one.score, 4)) for one in hits]


def test_a_server_gives_what_a_folder_gives_and_forgets_and_moves(tmp_path: Path, files: Path, port: int) -> None:
    with chroma_server(tmp_path / "server", port):
        here, there = tmp_path / "library", on_server(tmp_path, port)
        filled(here, files)
        filled(there, files)
        one, other = open_library(here), open_library(there)
        assert holdings(one) == holdings(other)
        some = Scope(transcripts=(one.list_records()[0].id,))
        for scope in (Scope(), some):
            assert found(one, "gift cards to pay the rent", scope)
            assert found(one, "gift cards to pay the rent", scope) == found(other, "gift cards to pay the rent", scope)
        assert not filled(there, files).added
        gone = one.list_records()[0].id
        assert forget(one, [gone]).erased
        assert not forget(other, [gone]).erased  # its own files are not in our hands, and it says so
        assert gone not in holdings(other)
        assert holdings(one) == holdings(other)
        export_library(other, tmp_path / "library.zip")
        elsewhere = on_server(tmp_path, port, "moved")
        import_library(tmp_path / "library.zip", elsewhere)
        assert holdings(open_library(elsewhere)) == holdings(one)


def test_two_parts_read_at_once_make_the_library_that_one_job_makes(tmp_path: Path, files: Path, port: int) -> None:
    with chroma_server(tmp_path / "server", port):
        whole, parts = on_server(tmp_path, port, "whole"), on_server(tmp_path, port, "parts")
        filled(whole, files)
        create_library(parts, SPACE)
        with ThreadPoolExecutor(2) as jobs:
            reports = list(jobs.map(lambda n: filled(parts, files, Shard(number=n, of=2)), (1, 2)))
        added = [one for report in reports for one in report.added]
        assert len(added) == len(set(added)) == 2 * len(INTERVIEWS)
        assert holdings(open_library(whole)) == holdings(open_library(parts))


def test_a_server_killed_in_mid_ingest_loses_nothing(tmp_path: Path, files: Path, port: int) -> None:
    """It comes back while the job waits for it, and the job goes on."""
    there = on_server(tmp_path, port)
    with chroma_server(tmp_path / "server", port) as server, ThreadPoolExecutor(1) as jobs:
        library = create_library(there, SPACE)
        seen: list[Progress] = []
        job = jobs.submit(
            ingest, library, discover([files]), EMBEDDER, report_progress=lambda progress: seen.append(progress)
        )
        while len(seen) < 3 and not job.done():
            time.sleep(0.005)
        server.kill()
        server.wait()
        was_at_work = not job.done()
        with chroma_server(tmp_path / "server", port):
            report = job.result(timeout=90)
            assert was_at_work
            assert not report.failed
            assert len(open_library(there).list_records()) == 2 * len(INTERVIEWS)
            filled(tmp_path / "library", files)
            assert holdings(open_library(there)) == holdings(open_library(tmp_path / "library"))
