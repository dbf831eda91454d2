"""The entailment regimes that shapes require with `sh:entailment` (SHACL 1.5; SPARQL 1.1 Entailment Regimes)."""

from __future__ import annotations

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.errors import ShapesError, TextPosition
from adgo.shacl.model.inferred import Inference
from adgo.shacl.model.names import sh
from adgo.shacl.model.not_evaluated import NotEvaluated

_REGIMES = "http://www.w3.org/ns/entailment/"
#: Regime to the values of `--inference` that apply it, the one to recommend first.
_OPTIONS: dict[str, tuple[Inference, ...]] = {
    f"<{_REGIMES}Simple>": ("none", "rdfs", "owlrl"),
    f"<{_REGIMES}RDFS>": ("rdfs", "owlrl"),
    "<http://www.w3.org/ns/owl-profile/RL>": ("owlrl",),
}


def unmet(inputs: Inputs) -> list[NotEvaluated]:
    """Return the required entailment regimes that this run does not apply, each with its place.

    SHACL 1.5: a processor that does not support a regime must signal a failure.
    """
    shapes, property_ = inputs.shapes_graph, sh("entailment")
    found = []
    for subject, value in zip(*shapes.pairs(shapes.id(property_)), strict=True):
        term, regime = shapes.term(subject), shapes.term(value)
        if inputs.inferred.regime not in _OPTIONS.get(regime, ()):
            shown = Display(inputs.prefixes).term(regime)
            error = ShapesError(_message(regime, shown), term, TextPosition(term, property_, regime))
            found.append(NotEvaluated(term, "sh:entailment", error))
    return found


def _message(regime: str, shown: str) -> str:
    demand = f"the shapes require the entailment regime {shown}, which"
    if regime in _OPTIONS:
        return f"{demand} this run does not apply: pass --inference {_OPTIONS[regime][0]}"
    return f"{demand} is not supported; supported are {', '.join(_OPTIONS)}"
