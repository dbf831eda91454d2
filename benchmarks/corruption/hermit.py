"""HermiT in a separate Java process that checks many ontologies, each in a few hundredths of a second.

`adgo reason` starts Java for each run, which takes longer than the reasoning. The process uses ADGO's own interface to
HermiT: the benchmark measures what ADGO finds, and HermiT is not a peer that it is compared with.

Run as a script, it reads lines with a JSON string each from standard input, an ontology in Turtle or N-Triples, and
writes a line for each: `true` if it is consistent, `false` if it is not, or an error message as a string.
"""

from __future__ import annotations

import json
import subprocess
import sys

from adgo.reason.hermit import consistency, java
from adgo.reason.hermit.process import MEMORY


class Hermit:
    """The Java process; use it in a `with` statement."""

    def __enter__(self) -> Hermit:
        """Start the process."""
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.communicate()

    def is_consistent(self, ontology: str) -> bool:
        """Return whether an ontology in Turtle or N-Triples is consistent; RuntimeError if HermiT fails."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(ontology) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline() or '"Java has ended"')
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return bool(answer)


def serve() -> None:
    """Answer each line of standard input with a line of standard output."""
    reasoner = consistency.Hermit(java.library(java.find()), [], MEMORY)
    for line in sys.stdin:
        print(json.dumps(_answer(reasoner, json.loads(line))), flush=True)


def _answer(reasoner: consistency.Hermit, ontology: str) -> bool | str:
    import jpype

    try:
        return reasoner.is_text_consistent(ontology)
    except jpype.JException as error:
        return str(error)


if __name__ == "__main__":
    serve()
