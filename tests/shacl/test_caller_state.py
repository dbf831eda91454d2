"""A validation changes nothing in the process that asks for it, and any thread may ask."""

from __future__ import annotations

import locale
import logging
import os
import signal
import sys
import threading
import warnings
from decimal import getcontext
from time import monotonic

import pytest
import rdflib
from rdflib.term import _toPythonMapping
from shacl_documents import made

from adgo.shacl.reporting.formats import records
from adgo.shacl.validation import Engine, validate

DATA = 'ex:a a ex:C ; ex:p "b" , "007"^^xsd:integer , true , "1"^^xsd:boolean . ex:b a ex:C ; ex:p "a" .'
#: A pattern that only Python's backtracking engine can match, and a query.
SHAPES = """ex:S sh:targetClass ex:C ;
  sh:property [ sh:path ex:p ; sh:pattern "^([b0t1])\\\\1?" ; sh:datatype xsd:integer ] .
ex:T sh:targetClass ex:C ; sh:sparql [ sh:select "SELECT $this ?value { $this <http://example.org/p> ?value }" ] .
"""
#: A shape that the fast engine leaves to pySHACL.
RECURSIVE = "ex:U sh:targetClass ex:C ; sh:property [ sh:path ex:q ; sh:node ex:U ] ."


def state() -> dict[str, object]:
    """Return what a library might change in its process."""
    loggers = {name: logging.getLogger(name) for name in ("", "rdflib", "rdflib.term", "pyshacl")}
    return {
        "handlers": {name: (log.level, list(log.handlers), log.disabled) for name, log in loggers.items()},
        "logging": logging.root.manager.disable,
        "warnings": (list(warnings.filters), warnings.showwarning),
        "rdflib": (rdflib.NORMALIZE_LITERALS, dict(_toPythonMapping), rdflib.term.Literal.__le__),
        "signals": [signal.getsignal(each) for each in signal.valid_signals()],
        "process": (sys.getrecursionlimit(), os.getcwd(), locale.setlocale(locale.LC_ALL), os.umask(0o22)),
        "streams": (sys.stdout, sys.stderr, sys.excepthook, threading.excepthook, list(sys.path)),
        "environment": dict(os.environ),
        "decimal": getcontext().prec,
        "threads": threading.active_count(),
    }


@pytest.mark.parametrize(("engine", "seconds"), [("fast", 120.0), ("both", 0.0)])
def test_nothing_of_the_caller_changes(engine: Engine, seconds: float) -> None:
    """Without a time limit, pySHACL ran in the caller's process and changed logging, warnings and rdflib there."""
    signal.setitimer(signal.ITIMER_REAL, 600)
    try:
        begun, before = monotonic(), state()
        assert validate(made(DATA, SHAPES + RECURSIVE), engine, seconds).results
        left, interval = signal.getitimer(signal.ITIMER_REAL)
        assert state() == before
        assert (left, interval) == (pytest.approx(600 - (monotonic() - begun), abs=60), 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def test_a_worker_thread_gets_the_report_of_the_main_thread() -> None:
    """Outside the main thread, patterns with look-ahead were refused."""
    reports: list[object] = []

    def run() -> None:
        record = records.record(validate(made(DATA, SHAPES)))
        reports.append({key: value for key, value in record.items() if key != "seconds"})

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(120)
    run()
    assert reports[0] == reports[1]
