"""HermiT in one Java process of its own: many ontologies, one after another, each in a few hundredths of a second.

`adgo reason` starts Java anew for each run, which takes longer than the answer.

Run as a script it reads one JSON string a line from standard input, an ontology in Turtle or N-Triples, and writes a
line for each: `true` if it is consistent, `false` if it is not, or what went wrong, as a string.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

#: Sets up no signals, so that an interrupt ends Python and not Java alone.
OPTIONS = ("-Xmx2g", "-Xrs", "-XX:+UseSerialGC")


class Hermit:
    """The Java process; use it in a `with` statement."""

    def __enter__(self) -> Hermit:
        """Start the process."""
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.communicate()

    def is_consistent(self, ontology: str) -> bool:
        """Return whether an ontology in Turtle or N-Triples is consistent; a RuntimeError says why it is unknown."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(ontology) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '"Java has ended"')
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return bool(answer)


def serve() -> None:
    """Answer each line of standard input with one of standard output."""
    import jpype
    import owlready2

    jar = Path(owlready2.__file__).parent / "hermit" / "HermiT.jar"
    jpype.startJVM(*OPTIONS, classpath=[str(jar)])
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager")
    source = jpype.JClass("org.semanticweb.owlapi.io.StringDocumentSource")
    reasoner = jpype.JClass("org.semanticweb.HermiT.Reasoner")
    for line in sys.stdin:
        print(json.dumps(_answer(manager, source, reasoner, json.loads(line))), flush=True)


def _answer(manager: Any, source: Any, reasoner: Any, text: str) -> bool | str:
    import jpype

    try:
        loaded = manager.createOWLOntologyManager().loadOntologyFromOntologyDocument(source(text))
        hermit = reasoner(loaded)
        found = bool(hermit.isConsistent())
        hermit.dispose()
    except jpype.JException as error:
        return str(error)
    return found


if __name__ == "__main__":
    serve()
