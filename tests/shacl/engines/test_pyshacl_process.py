"""pySHACL in a separate process: the same outcome, a time limit for each focus node, no hang and no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic

import pytest
from shacl_documents import made

from adgo.shacl.engines import comparison, fast, pyshacl_engine, pyshacl_process
from adgo.shacl.engines.outcome import ALL, EngineOutcome, PyshaclRules
from adgo.shacl.evaluation.deadline import Deadline
from adgo.shacl.inputs import Inputs
from adgo.shacl.model.errors import ShapesError

SHAPES = """
ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:datatype xsd:integer ] .
ex:T sh:targetClass ex:C ; sh:property [ sh:path ex:q ; sh:node ex:T ; sh:nodeKind sh:IRI ] .
ex:U sh:targetClass ex:None ; sh:nodeKind sh:IRI .
"""
DATA = 'ex:a a ex:C ; ex:p "007"^^xsd:integer , [ ex:q 1 ] ; ex:q 2 . ex:b a ex:D ; ex:q [] , 1 .'
ONTOLOGY = "ex:D rdfs:subClassOf ex:C . ex:o a ex:C ."
#: Python's engine takes exponential time for this.
BACKTRACKING = 'ex:S sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:pattern "(a+)+$" ] .'
LONG = f'ex:a ex:p "{"a" * 60}!" .'
CROSSED = " ".join(f"?s{n} ex:p ?o{n} ." for n in range(5))
ENDLESS = f"""ex:S sh:targetNode ex:a0 ; sh:sparql [ sh:prefixes ex: ; sh:select
    "SELECT $this {{ $this ex:p ?o . {CROSSED} FILTER(?o0+?o1+?o2+?o3+?o4 = -1) }}" ] .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
"""
MANY = "".join(f"ex:a{number} ex:p {number} .\n" for number in range(100))


@pytest.mark.parametrize("ontology", [pytest.param(None, marks=pytest.mark.full), ONTOLOGY])
@pytest.mark.parametrize("only", [None, frozenset({"<http://example.org/T>"})])
def test_it_finds_what_pyshacl_finds_in_this_process(
    ontology: str | None, only: frozenset[str] | None
) -> None:
    rules = PyshaclRules(only)
    here, there = (run(made(DATA, SHAPES, ontology), rules) for run in (pyshacl_engine.validate, reached))
    assert sorted(map(str, here.results)) == sorted(map(str, there.results)) != []
    assert (here.checked, sorted(here.shapes)) == (there.checked, sorted(there.shapes))


def reached(inputs: Inputs, rules: PyshaclRules) -> EngineOutcome:
    return pyshacl_process.validate(inputs, 60, rules)


@pytest.mark.full
def test_without_a_limit_it_runs_in_another_process_too() -> None:
    """Without a limit it ran in the caller's process, whose warnings, logging and literals of rdflib it changed."""
    code = (
        "import sys\n"
        "from shacl_documents import made\n"
        "from adgo.shacl.engines import pyshacl_process\n"
        f"print(pyshacl_process.validate(made({DATA!r}, {SHAPES!r}), 0).checked, 'pyshacl' in sys.modules)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert (run.stdout, run.stderr) == ("2 False\n", "")


def test_shapes_that_pyshacl_refuses_cause_the_same_error_in_both_processes() -> None:
    inputs = made("ex:a a ex:C .", "ex:S sh:targetClass ex:C ; sh:property [ sh:path 1 ; sh:minCount 1 ] .")
    messages = []
    for run in (pyshacl_engine.validate, pyshacl_process.validate):
        with pytest.raises(ShapesError) as caught:
            run(inputs)
        messages.append((str(caught.value), caught.value.node))
    assert messages[0] == messages[1]


def test_shapes_that_are_nested_too_deeply_get_one_sentence() -> None:
    """Bug: the message was the whole path in Python objects, several kB."""
    shapes = (
        "ex:T sh:targetNode ex:a ; sh:and ( ex:U ) . ex:U sh:xone ( ex:T ex:S ) . ex:S sh:nodeKind sh:IRI ."
    )
    with pytest.raises(ShapesError, match=r"more than 60 steps deep|does not follow it to the end") as caught:
        pyshacl_process.validate(made("ex:a a ex:C .", shapes))
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("engine", [pyshacl_process, pytest.param(comparison, marks=pytest.mark.full)])
def test_a_pattern_that_backtracks_without_end_is_stopped(engine: object) -> None:
    """Validation hung: Python's matching blocks every other thread, and pySHACL had no limit."""
    overdue(engine, made(LONG, BACKTRACKING), "ex:a against ex:S")


def test_a_query_that_does_not_end_is_stopped() -> None:
    overdue(pyshacl_process, made(MANY, ENDLESS), "ex:a0 against ex:S")


def test_shapes_that_the_fast_engine_leaves_to_pyshacl_are_stopped_too() -> None:
    shapes = BACKTRACKING + " ex:S sh:property ex:P . ex:P sh:path ex:q ; sh:property ex:P ."
    overdue(fast, made(LONG, shapes), "ex:a against ex:S")


@pytest.mark.full
def test_the_limit_applies_outside_the_main_thread() -> None:
    thread = threading.Thread(target=overdue, args=(pyshacl_process, made(LONG, BACKTRACKING), "ex:a"))
    thread.start()
    thread.join(60)
    assert not thread.is_alive()


def overdue(engine: object, inputs: Inputs, what: str) -> None:
    begun = monotonic()
    validate = getattr(engine, "validate")  # noqa: B009
    with pytest.raises(ShapesError, match=f"pySHACL takes longer than 0.3 s to check {what}") as caught:
        validate(inputs, 0.3)
    assert "--query-timeout" in str(caught.value)
    assert caught.value.node == "<http://example.org/S>"
    assert monotonic() - begun < 60


def test_a_process_that_dies_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    dies = [sys.executable, "-c", "import sys; sys.exit(7)"]

    def started() -> subprocess.Popen[bytes]:
        return subprocess.Popen(dies, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(pyshacl_process, "_started", started)
    with pytest.raises(ShapesError, match=r"ended before its report was complete \(exit code 7\)"):
        pyshacl_process.validate(made(DATA, SHAPES))


def test_an_error_in_pyshacl_itself_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    spoilt = (
        "import adgo.shacl.engines.pyshacl_engine as r, adgo.shacl.engines.pyshacl_process as a\n"
        "def steps(*arguments):\n    raise KeyError('sh:path')\n    yield\n"
        "r.steps = steps\na.main()\n"
    )

    def started() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", spoilt], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(pyshacl_process, "_started", started)
    with pytest.raises(ShapesError, match="pySHACL fails on these shapes: KeyError: 'sh:path'"):
        pyshacl_process.validate(made(DATA, SHAPES))


def test_modules_in_the_working_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rdflib.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry] + [""])
    assert pyshacl_process.validate(made(DATA, SHAPES)).checked == 2


@pytest.mark.full
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="this system ends no process by a timer")
def test_an_abandoned_process_ends_by_itself() -> None:
    """If the caller was killed, the process ran without end."""
    code = "import adgo.shacl.engines.pyshacl_process as a; a.GRACE = 0.2; a.main()"
    command = [sys.executable, "-c", code]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    said = pyshacl_process._Answer(process, Deadline(0.2))
    said.ask(made(LONG, BACKTRACKING), ALL)
    assert process.wait(60) == -signal.SIGALRM
    assert process.stdout
    process.stdout.close()
