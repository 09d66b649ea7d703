"""What every test stands on: no environment of the machine, no network beyond loopback, no telemetry."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.commands import testimony

os.environ["ANONYMIZED_TELEMETRY"] = "False"
ROOT = Path(__file__).parent.parent
OURS = ("TESTIMONY_", "OPENAI_", "CHROMA_", "STREAMLIT_", "JOB_COMPLETION")


# The same examples every time and no deadline, so that neither chance nor a busy machine fails a change; `HYPOTHESIS_PROFILE=seek` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("seek", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A machine where nobody has set anything; the embedding graph is built once and shared by the tests."""
    for name in list(os.environ):
        if name.startswith(OURS):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TESTIMONY_CACHE", str(graph_cache()))


def graph_cache() -> Path:
    """Where the tests keep the embedding graph between runs: building it takes seconds."""
    return ROOT / ".pytest_cache" / "testimony"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The invented interviews."""
    return ROOT / "data" / "samples"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real material beside the project; tests that use it skip where it is not there."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the real material is not on this machine")
    return folder


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """A library of the invented interviews, made once by the command line with the real embedder."""
    library = tmp_path_factory.mktemp("samples") / "library"
    done = testimony("ingest", str(samples), "--library", str(library), TESTIMONY_CACHE=str(graph_cache()))
    assert done.returncode == 0, done.stderr
    return library
