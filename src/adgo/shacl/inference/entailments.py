"""The entailment regimes that `sh:entailment` can name (SHACL 1.5; SPARQL 1.1 Entailment Regimes)."""

from __future__ import annotations

from adgo.shacl.model.inferred import Inference

_REGIMES = "http://www.w3.org/ns/entailment/"
#: Regime to the values of `--inference` that give what it demands.
_OPTIONS: dict[str, tuple[Inference, ...]] = {
    f"<{_REGIMES}Simple>": ("none", "rdfs", "owlrl"),
    f"<{_REGIMES}RDFS>": ("rdfs", "owlrl"),
    "<http://www.w3.org/ns/owl-profile/RL>": ("owlrl",),
}


def options_for(regime: str) -> tuple[Inference, ...]:
    """Return the values of `--inference` that give what a regime (an N-Triples term) demands; none if it is unknown."""
    return _OPTIONS.get(regime, ())
