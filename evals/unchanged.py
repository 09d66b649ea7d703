"""An unchanged folder read again: how often the embedder is called, and how long it takes.

    python -m evals.unchanged [--files 1000]

The job in this process with an embedder that counts, then the command as a person runs it, its start included.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus.library import VectorSpace, create_library
from ingest.discover import discover
from ingest.job import ingest
from models.embedder import Embedder
from models.minilm import MODEL_NAME
from tests.corpus.interviews import write_interviews
from tests.fakes import WordHashEmbedder

_WANTED_SECONDS = 2.0
_TURNS = 6
