# Two commands do everything: `make run` and `make test`. Both set up what they need and are quick the second time.

DATA ?= data/samples
LIBRARY ?= data/library
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: $(shell sed -nE 's/^([a-z-]+):.*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

run: setup ## set up, ingest data/samples (or DATA=folder), open the chat page
	$(BIN)/testimony ingest "$(DATA)" --library "$(LIBRARY)" || [ $$? -eq 3 ]
	$(BIN)/testimony app --library "$(LIBRARY)"

test: setup-dev lint types tests ## set up, then lint, types and all tests

test-fast: setup-dev ## the tests that take a minute
	$(BIN)/python -m pytest -q -n 2 -m "not slow"

setup: $(VENV)/.ready ## a virtual environment from requirements.lock
setup-dev: $(VENV)/.ready-dev

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Testimony needs Python 3.11 or newer, and none is on the PATH. Install it, then run this again."; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

tests:
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

format: setup-dev ## let ruff put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup-dev ## resolve the pinned, hashed dependencies again
	CUSTOM_COMPILE_COMMAND="make lock" UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate pyproject.toml --group weights --group build -o requirements.lock
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --group dev -c requirements.lock -o requirements-dev.lock

bench-embed: setup-dev ## our embedder against Chroma's default one
	$(BIN)/python -m evals.embedding

eval-formats: setup-dev ## the readers over ../shared/data/formats, webvtt-py and pysubs2 beside them
	$(BIN)/python -m evals.formats

bench-readers: setup-dev ## words read per second of each format, and a WebVTT of three hours
	$(BIN)/python -m evals.readers_speed

eval-roles: setup-dev ## inferred roles against those that archives labelled
	$(BIN)/python -m evals.roles

eval-quotes: setup-dev ## 2,000 false quotations and statements: how many get past the checks
	$(BIN)/python -m evals.quotes

eval-abstain: setup-dev ## answerable and unanswerable questions: refusal and false refusal
	$(BIN)/python -m evals.abstain

eval-answers: setup-dev ## who is heard in extractive answers, of the people that the samples' key has on a theme
	$(BIN)/python -m evals.answers

eval-followups: setup-dev ## follow-ups made to stand alone by rule, beside what a person would have typed
	$(BIN)/python -m evals.followups
	$(BIN)/python -m evals.followups --pairs evals/followup_pairs_rough.jsonl
	$(BIN)/python -m evals.followups --pairs evals/followup_pairs_terse.jsonl

eval-overhead: setup-dev ## the first verified statement over the model's own first complete one
	$(BIN)/python -m evals.overhead

eval-crash: setup-dev ## the ingest job killed at random moments, and what is left
	$(BIN)/python -m evals.crash

eval-forget: setup-dev ## a forgotten interview looked for in every byte on disk
	for way in id participant replaced pruned; do $(BIN)/python -m evals.forget --reader --way $$way || exit 1; done

eval-sharing: setup-dev ## two writers and eight readers on one library for a minute
	$(BIN)/python -m evals.sharing

eval-server: setup-dev ## the contract's commands on a real Chroma server against a folder
	$(BIN)/python -m evals.server_contract

eval-unchanged: setup-dev ## an unchanged folder of 1,000 files read again
	$(BIN)/python -m evals.unchanged

screenshots: setup-dev ## every page and state of the web app, into docs/screenshots
	$(BIN)/python -m evals.screenshots

eval-quotations: setup-dev ## quotations looked up: 1,000 of them, and a 60-page report
	$(BIN)/python -m evals.quotations

eval-quote-finder: setup-dev ## quotes offered for a theme against interviews that researchers coded
	$(BIN)/python -m evals.quote_finder --themes 200

eval-claims: setup-dev ## claims with known verdicts: with a scripted model, and without one
	$(BIN)/python -m evals.claims --model scripted
	$(BIN)/python -m evals.claims --model none

eval-claim-recall: setup-dev ## whether a claim's evidence is among what the checker reads, dense search beside it
	$(BIN)/python -m evals.claim_recall

eval-counts: setup-dev ## who speaks to a theme, counted over every interview, a top-k answer beside it
	$(BIN)/python -m evals.counts

eval-themes: setup-dev ## themes found without a query against planted ones and researchers' codes, k-means beside them
	$(BIN)/python -m evals.themes

eval-retrieval: setup-dev ## retrieval beside LlamaIndex, Chroma and BM25, and our parts switched off one by one
	$(BIN)/python -m evals.retrieval

bench-search: setup-dev ## a search in 10,000 and 100,000 passages: time, opening, memory
	$(BIN)/python -m evals.search_speed

bench-load: setup-dev ## ten people at once on one server, and the click on a citation, at 100 interviews
	$(BIN)/python -m evals.load

clean: ## remove what can be made again (never the library)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
