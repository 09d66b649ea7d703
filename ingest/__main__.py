"""`python -m ingest PATH…` is `testimony ingest PATH…`."""

import sys

from cli import main

if __name__ == "__main__":
    main(["ingest", *sys.argv[1:]])
