"""How messages name shapes: by IRI, by `sh:name`, or by the place where a shape begins."""

from __future__ import annotations

from adgo.shacl.inputs import Inputs
from adgo.shacl.model.display import Display
from adgo.shacl.model.messages import chosen
from adgo.shacl.model.names import sh
from adgo.shacl.model.naming import nearest_named
from adgo.shacl.model.result import Place
from adgo.shacl.model.shapes import Shape
from adgo.shacl.model.token_places import place_of_subject
from adgo.turtle.term_parts import is_iri, is_literal


class ShapeNames:
    """The names and places of the shapes of one run, found when first asked for."""

    def __init__(self, inputs: Inputs, display: Display) -> None:
        """Hold the documents, and the way in which terms are printed."""
        self._inputs, self._display = inputs, display
        self._names: dict[int, str] = {}
        self._places: dict[int, Place | None] = {}

    def name(self, shape: Shape) -> str:
        """Return the name of a shape: an anonymous one is distinguished from the others."""
        if shape.node not in self._names:
            self._names[shape.node] = self._name(shape)
        return self._names[shape.node]

    def place(self, shape: Shape) -> Place | None:
        """Return where a shape is first a subject in the shapes' documents; None if it is not, or has no line."""
        if shape.node not in self._places:
            place = place_of_subject(self._inputs.shapes, shape.term)
            self._places[shape.node] = place if place and place.line else None
        return self._places[shape.node]

    def _name(self, shape: Shape) -> str:
        if is_iri(shape.term):
            return self._display.term(shape.term)
        graph = self._inputs.shapes_graph
        labels = [graph.term(each) for each in graph.objects(shape.node, graph.id(sh("name")))]
        label = chosen(sorted(filter(is_literal, labels)))
        if label:
            return f'the shape "{label}"'
        place = self.place(shape)
        if place:
            return f"the shape at {place}"
        near = graph.term(nearest_named(graph, shape.node))
        return f"a shape in {self._display.term(near)}" if is_iri(near) else "a shape without a name"
