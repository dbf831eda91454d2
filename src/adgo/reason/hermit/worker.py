"""The process in which the reasoner runs, so that it can be killed: reads a job and answers in lines of JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from adgo.reason.triples import Statement
from adgo.turtle.term_parts import is_iri

Answer = dict[str, Any]


def main() -> None:
    """Do the job on standard input, and write each answer as soon as it is known."""
    job = json.load(sys.stdin)
    answers = {"infer": _infer, "explain": _explain}[job["do"]](job)
    for answer in answers:
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _infer(job: Answer) -> Iterator[Answer]:
    """Yield whether the triples are consistent and, if they are, the triples that the reasoner adds."""
    import owlready2

    owlready2.JAVA_EXE = job["java"]
    owlready2.reasoning.JAVA_MEMORY = job["memory"]
    world = owlready2.World()
    world.get_ontology("urn:adgo:given#").load(fileobj=BytesIO(job["triples"].encode()))
    added = world.get_ontology("urn:adgo:added#")
    try:
        with added:
            owlready2.sync_reasoner_hermit(world, infer_property_values=job["values"], debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        yield {"consistent": False}
        return
    except owlready2.OwlReadyJavaError as error:
        yield {"failure": str(error)}
        return
    lines = BytesIO()
    added.save(lines, format="ntriples")
    triples = [line.removesuffix(" .").split(" ") for line in lines.getvalue().decode().splitlines()]
    yield {"consistent": True, "added": [each for each in triples if all(map(is_iri, each))]}


def _explain(job: Answer) -> Iterator[Answer]:
    """Yield the numbers of the units of each contradiction, then those that make each name unsatisfiable."""
    from adgo.reason.hermit.consistency import Hermit
    from adgo.reason.hermit.contradictions import Contradictions

    declarations = [Statement(*each) for each in job["declarations"]]
    units = [[Statement(*each) for each in unit] for unit in job["units"]]
    hermit = Hermit(Path(job["library"]), declarations, job["memory"])
    split = {
        number: [[Statement(*each) for each in part] for part in parts] for number, parts in job["split"]
    }
    search = Contradictions(hermit, units, job["axioms"], job["derived"], split, job["trusted"])
    if job["contradictory"]:
        for found in search.contradictions(job["limit"]):
            yield {"units": found}
    for term, fresh in job["impossible"]:
        yield {"term": term, "units": search.impossible([Statement(*each) for each in fresh])}
    yield {"complete": search.complete}


if __name__ == "__main__":
    main()
