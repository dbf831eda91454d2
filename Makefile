# `make serve` and `make test` need Python 3.11 or later, and make; the rest they install into .venv.
# Options of `adgo serve` go into ARGS: make serve ARGS="--port 8001"
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Modules are compiled when they are first used, and kept: without that, each of the hundreds of processes that tests start
# compiles ADGO anew. pip compiles none, since it would compile all.
export PYTHONDONTWRITEBYTECODE :=

# Tests that count connections, processes, memory or time: no other tests run beside them, and each file stays in one piece.
ALONE := $(addprefix tests/server/,test_attacks.py test_delivery.py test_shutdown.py engine/test_pool.py \
    engine/test_sandbox.py listen/test_connections.py listen/test_request_bodies.py store/test_store_folder.py \
    store/test_swap.py test_soak.py views/test_fetch_loads.py)

# What depends on the version of Python, and needs neither Java nor a browser: the packages' own tests. The tests of the
# structure read the code without running it; most of those of the server run with `make test-without-granian`.
PORTABLE := $(addprefix tests/,turtle sparql shacl graph evidence queries corpus export api cli docs server/listen) \
    $(addprefix tests/,test_dependencies.py test_readme.py)
PYTEST := $(BIN)/pytest --durations=15
# The files of tests with random examples.
RANDOM_TESTS = $(filter-out $(ALONE),$(shell grep -rlE --include='test_*.py' 'hypothesis|random_examples' tests))

.PHONY: serve test test-full test-heavy test-portable test-without-granian coverage docs lock clean

serve: $(READY)
	$(BIN)/adgo serve $(ARGS)

# Three workers on two cores: about a quarter of their time, tests wait for servers. The types are checked beside them; what
# the checker says comes after the tests. The tests are compiled once, beside the short checks: in a new checkout each worker
# would compile all of them and all packages.
test: $(READY)
	$(BIN)/pytest --collect-only -q -m "not full" > /dev/null 2>&1 & compiled=$$!; \
	    $(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/adgo build --check && \
	    $(BIN)/adgo format --check --keep-order ontology data shapes seeds; checks=$$?; \
	    wait $$compiled; exit $$checks
	$(BIN)/mypy > $(VENV)/types.txt 2>&1 & types=$$!; \
	    $(PYTEST) -n 3 --dist worksteal -m "not full" $(ALONE:%=--ignore=%); tests=$$?; \
	    wait $$types; types=$$?; cat $(VENV)/types.txt; exit $$((tests + types))
	$(PYTEST) -n 3 --dist loadfile -m "not full" $(ALONE)

# The tests that measure run one after the other: the soak test loads both cores.
test-full: $(READY)
	$(PYTEST) -n 3 --dist worksteal -m full $(ALONE:%=--ignore=%)
	$(PYTEST) -m full $(ALONE)

# For another Python, in an environment of its own: make test-portable PYTHON=python3.13 VENV=.venv-3.13
test-portable: $(READY)
	$(PYTEST) -n 3 --dist worksteal -m "not full" $(ALONE:%=--ignore=%) $(PORTABLE)

# Measures processor time, so it needs an idle machine, and two hours. It fails if four times the articles take more than
# five times as long to build, to validate or to compare. Then it edits a project of 20 articles 500 times and compares each
# build with a build from scratch (an hour), withdraws each of the five articles, runs the soak test for five minutes, and the
# random tests with other examples than all other runs, and more of them.
test-heavy: $(READY)
	$(BIN)/python benchmarks/growth
	$(BIN)/python benchmarks/spark
	rm -rf build/random-edits
	$(BIN)/python benchmarks/growth/corpus.py build/random-edits --articles 20
	ADGO_RANDOM_EDITS=$${ADGO_RANDOM_EDITS:-500} ADGO_RANDOM_PROJECT=build/random-edits $(PYTEST) -m full \
	    tests/graph/building/test_partitioned.py -k many_random
	ADGO_ALL_ARTICLES=1 $(PYTEST) -m full tests/intake/withdrawal
	ADGO_SOAK_SECONDS=$${ADGO_SOAK_SECONDS:-300} $(PYTEST) -m full tests/server/test_soak.py
	HYPOTHESIS=wild $(PYTEST) -n 2 --dist worksteal $(RANDOM_TESTS)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("ADGO needs Python 3.11 or later; name one: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --no-compile --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# The server's tests with `adgo serve` in an environment that has every package except granian, so on waitress. Tests that
# start no server are left out: they are the same as in `make test`.
test-without-granian: $(READY)
	ADGO_TEST_WITHOUT_GRANIAN=1 $(PYTEST) -n 3 --dist worksteal -m "not full" $(ALONE:%=--ignore=%) \
	    --ignore=tests/server/pages tests/server tests/cli/test_serve.py

# How much of the code the everyday tests run, without those that measure connections, processes, memory or time.
coverage: $(READY)
	$(PYTEST) -n 2 --dist worksteal -m "not full" $(ALONE:%=--ignore=%) --cov=adgo --cov-report=term

# The documentation site, in build/docs; a warning is an error.
docs: $(READY)
	$(BIN)/python -m sphinx -q -W --keep-going -d build/doctrees docs build/docs
	@echo "Open build/docs/index.html"

# Maintainers: resolve the dependencies of every supported Python anew. The lock holds names, versions and hashes, no addresses.
lock:
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	    --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) .venv-* .coverage* build dist
