"""A pytest plugin: one test for each shape.

In `conftest.py`, and in the ini file (paths are relative to pytest's root folder, one on each line):

    pytest_plugins = ["adgo.shacl.pytest_plugin"]

    [pytest]
    shacl_data = data/*.ttl
    shacl_shapes = shapes/

A test with the fixture `shacl_shape` then runs once for each shape that has targets:

    def test_conforms(shacl_shape):
        shacl_shape.check()
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from adgo.shacl.inputs import InputError, read
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.result import ValidationResult
from adgo.shacl.validation import validate

if TYPE_CHECKING:
    from adgo.shacl.inputs import Source

OPTIONS = {
    "shacl_data": "data that the shapes check",
    "shacl_shapes": "shapes, each a test",
    "shacl_ontology": "files whose triples the shapes can use but that are not checked themselves",
}


@dataclass(frozen=True)
class ShapeCheck:
    """The results of one shape."""

    name: str
    focus_nodes: bool
    results: tuple[ValidationResult, ...] = field(default=(), repr=False)

    def check(self) -> None:
        """Raise AssertionError with the place and message of each result, or if the shape checked nothing."""
        __tracebackhide__ = True
        if not self.focus_nodes:
            raise AssertionError(f"{self.name} has no target in the data: it checked nothing")
        if self.results:
            lines = (f"{each.place or '(no place)'}: {each.message}" for each in self.results)
            many = f"{len(self.results)} result{'' if len(self.results) == 1 else 's'}"
            raise AssertionError("\n".join([f"{many} of {self.name}", *lines]))


_CHECKS = pytest.StashKey[list[ShapeCheck]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the ini options."""
    for name, text in OPTIONS.items():
        parser.addini(name, text, type="linelist", default=[])


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test with `shacl_shape` once for each shape; the data are validated once."""
    if "shacl_shape" in metafunc.fixturenames:
        checks = metafunc.config.stash.setdefault(_CHECKS, [])
        if not checks:
            checks += _checks(metafunc.config)
        metafunc.parametrize("shacl_shape", checks, ids=[check.name for check in checks])


def _checks(config: pytest.Config) -> list[ShapeCheck]:
    data, shapes, ontology = (_paths(config, name) for name in OPTIONS)
    if not data or not shapes:
        needed = "shacl_shape needs the ini options shacl_data and shacl_shapes"
        raise pytest.Collector.CollectError(needed)
    try:
        inputs = read(data, shapes, ontology)
        report = validate(inputs)
    except (InputError, ShapesError) as error:
        raise pytest.Collector.CollectError(f"shacl_shape: {error}") from error
    results: dict[str, list[ValidationResult]] = {}
    for result in report:
        results.setdefault(result.shape, []).append(result)
    named = {shape.term for shape in inputs.shapes_reader.top_level() if not shape.deactivated}
    return [
        ShapeCheck(name, name in report.shapes or name in results, tuple(results.get(name, ())))
        for name in sorted(named | results.keys())
    ]


def _paths(config: pytest.Config, name: str) -> list[Source]:
    return [str(config.rootpath / path) for path in config.getini(name)]
