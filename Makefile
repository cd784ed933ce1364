PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo serve-ready test-ready test check lint train evaluate bench clean

demo: $(VENV)/serving
	$(BIN)/wer-fehlt demo

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/serving: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

# torch comes first and alone: a range in another package would bring the large CUDA build.
$(VENV)/testing: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[transformers,training,dev]"
	touch $@ $(VENV)/serving

test-ready: $(VENV)/testing

test: test-ready
	$(BIN)/python -m pytest

lint: test-ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --strict service training

check: lint test

train: test-ready
	$(BIN)/wer-fehlt-train train

evaluate: test-ready
	$(BIN)/wer-fehlt-train evaluate

bench: test-ready
	$(BIN)/python -m training.bench
	$(BIN)/python -m training.bench_models
	$(BIN)/python -m training.bench_imports

clean:
	rm -rf $(VENV) build dist
