"""What every test stands on: no environment of the machine, no network beyond loopback, no telemetry."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.commands import GRAPH_CACHE, ROOT, ingested

os.environ["ANONYMIZED_TELEMETRY"] = "False"
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
    monkeypatch.setenv("TESTIMONY_CACHE", str(GRAPH_CACHE))


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
    """A library of the invented interviews, made by the command line with the real embedder: once, and copied for each worker."""
    here = tmp_path_factory.getbasetemp()
    made = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / "samples-library"
    with FileLock(f"{made}.lock"):
        if not made.exists():
            ingested(made, samples)
        return Path(shutil.copytree(made, tmp_path_factory.mktemp("samples") / "library"))
