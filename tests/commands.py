"""The command line, run as a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent


def testimony(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `testimony ARGUMENTS` in its own process, in the project's folder, with these variables set."""
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )


def testimony_json(*arguments: str, **environment: str) -> Any:
    """The object that `testimony ARGUMENTS --json` prints. Fails with its words when it does not end well."""
    done = testimony(*arguments, "--json", **environment)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
