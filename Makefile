# Regiobeeld: `make` lists the commands.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV ?= $(CURDIR)/.venv
BIN := $(VENV)/bin
READY := $(VENV)/.regiobeeld-ready
TORCH := $(shell sed -n 's/^torch==//p' requirements.lock 2>/dev/null)
# a processor build of torch where there is no NVIDIA card; where the index is out of reach, the one pip knows of
CPU_INDEX := $(if $(shell command -v nvidia-smi),,--extra-index-url https://download.pytorch.org/whl/cpu)

# this study's own code goes first, and nothing phones home
export PYTHONPATH := $(CURDIR)/src
export PATH := $(BIN):$(PATH)
export DVC_NO_ANALYTICS := 1
export HF_HUB_OFFLINE := 1
export HF_HUB_DISABLE_TELEMETRY := 1
export JUPYTER_CONFIG_DIR := $(CURDIR)/.jupyter
export JUPYTER_PLATFORM_DIRS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help env reproduce verify test test-fast check audit lab bench lock clean

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

# plugins that other packages bring: nobody asked for them, and each process of a test run takes four seconds to load them
PYTEST := python -m pytest -n 2 --dist worksteal $(addprefix -p no:,nbval hydra_pytest typeguard anyio)

# an environment outside this folder is somebody else's: used, never changed
OWN := $(filter $(CURDIR)/%,$(abspath $(VENV)))

env: $(if $(OWN),$(READY))  ## make the environment in .venv from requirements.lock

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed and was not found; install it, or give PYTHON=/path/to/python3.11"; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed, found $$($(PYTHON) --version); give PYTHON=/path/to/python3.11"; exit 2; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --retries 1 --timeout 20 $(CPU_INDEX) torch==$(TORCH) 2>/dev/null || $(BIN)/python -m pip install --quiet torch==$(TORCH)
	$(BIN)/python -m pip install --quiet --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m ipykernel install --sys-prefix --name python3 --display-name Regiobeeld >/dev/null
	@git config --get core.hooksPath >/dev/null || git config core.hooksPath .githooks 2>/dev/null || true
	touch $@

reproduce: env  ## run the pipeline: every table, figure, notebook and report
	@regiobeeld reproduce

verify: env  ## did this machine give the bytes that were committed?
	@regiobeeld verify

test: env  ## run every test (about ten minutes)
	@$(PYTEST) tests

test-fast: env  ## run the tests for the habit (under a minute)
	@$(PYTEST) -m "not slow" tests

check: env  ## lint, types, notebook hygiene, staleness of dvc.lock
	@ruff check src tests benches
	@ruff format --check src tests benches
	@mypy src
	@regiobeeld hygiene
	@regiobeeld check
	@regiobeeld stale

audit: env  ## search every byte of what was made after the originals for every name of the key
	@regiobeeld audit canaries reports --but-words
	@regiobeeld audit canaries data/processed/text --but-words

lab: env  ## open JupyterLab on the notebooks
	@jupyter lab --notebook-dir="$(CURDIR)" --LabApp.default_url=/lab/tree/notebooks $(LAB_OPTIONS)

bench: env  ## measure: times, memory and quality, beside the plain way
	@python benches/run.py

lock:  ## write requirements.lock from what is installed
	@python -m pip freeze --all --exclude-editable | sed -e 's/^torch==\([0-9.]*\).*/torch==\1/' -e '/^pip==/d' -e '/^regiobeeld/d' > requirements.new
	@mv requirements.new requirements.lock

clean:  ## remove what the pipeline made (not the sources, not the environment)
	rm -rf data/processed reports/editions reports/site reports/regions reports/overall .pytest_cache .ruff_cache .mypy_cache
