"""The modules of `src/adgo` as syntax trees, and who imports whom, for the tests of the structure."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import adgo

#: The folder that holds the package `adgo`.
SRC = Path(adgo.__file__).resolve().parent.parent

Function = ast.FunctionDef | ast.AsyncFunctionDef
Graph = Mapping[str, set[str]]


class SourceTree:
    """All modules under a folder, by their dotted names."""

    def __init__(self, folder: Path = SRC) -> None:
        self.paths = {_dotted(path.relative_to(folder)): path for path in sorted(folder.rglob("*.py"))}

    @cached_property
    def trees(self) -> dict[str, ast.Module]:
        """The syntax tree of each module. Parsing all takes seconds, and every worker of pytest imports every test."""
        # With the garbage collector, which visits all nodes again and again, it takes three times as long.
        gc.disable()
        try:
            return {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in self.paths.items()}
        finally:
            gc.enable()

    @cached_property
    def packages(self) -> set[str]:
        """The names of the modules that are packages."""
        return {name for name, path in self.paths.items() if path.name == "__init__.py"}

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """The modules that each module imports: at its top, in functions, for type checking or by name."""
        return {name: self._imported(name) for name in self.paths}

    def children(self, package: str) -> list[str]:
        """Return the modules and packages directly inside a package."""
        return [name for name in self.paths if name.rpartition(".")[0] == package]

    def child(self, package: str, module: str) -> str:
        """Return the part of a package that a module belongs to; the package itself for its `__init__`."""
        if module == package:
            return package
        return f"{package}.{module.removeprefix(package + '.').split('.')[0]}"

    def inner_imports(self, package: str) -> dict[str, set[str]]:
        """Return which parts of a package import which others of its parts."""
        found: dict[str, set[str]] = {}
        for module, others in self.imports.items():
            if within(module, package):
                here = self.child(package, module)
                there = {self.child(package, each) for each in others if within(each, package)}
                found.setdefault(here, set()).update(there - {here})
        return found

    def _imported(self, module: str) -> set[str]:
        found: set[str] = set()
        for node in ast.walk(self.trees[module]):
            found.update(self._named(node, module))
        return found - {module}

    def _named(self, node: ast.AST, module: str) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in self.paths)
        elif isinstance(node, ast.ImportFrom):
            base = self._base(node, module)
            wholes = {f"{base}.{each.name}" for each in node.names}
            yield from wholes & self.paths.keys()
            if base in self.paths and not wholes <= self.paths.keys():
                yield base
        elif isinstance(node, ast.Constant) and node.value in self.paths and "." in str(node.value):
            yield str(node.value)  # imported by its name, or started as a process

    def _base(self, node: ast.ImportFrom, module: str) -> str:
        if not node.level:
            return node.module or ""
        package = module if module in self.packages else module.rpartition(".")[0]
        for _ in range(node.level - 1):
            package = package.rpartition(".")[0]
        return f"{package}.{node.module}" if node.module else package


@cache
def project() -> SourceTree:
    """Return the modules of `src/adgo`, which are parsed once for all tests."""
    return SourceTree()


def within(module: str, package: str) -> bool:
    """Return whether a module is a package or inside it."""
    return module == package or module.startswith(package + ".")


def cycles(graph: Graph) -> list[list[str]]:
    """Return the groups of nodes that reach each other (strongly connected components of more than one node)."""
    reached = {node: _reached(graph, node) for node in graph}
    groups = {frozenset(other for other in reached[node] if node in reached.get(other, ())) for node in graph}
    return sorted(sorted(group) for group in groups if len(group) > 1)


@dataclass(frozen=True)
class Defined:
    """A function and where it is defined: in a class, in another function or at the top of its module."""

    name: str
    node: Function
    owner: ast.ClassDef | None
    nested: bool

    @property
    def public(self) -> bool:
        """Whether others may call it: it is not in a function, and no part of its name starts with `_`."""
        return not self.nested and not any(part.startswith("_") for part in self.name.split("."))


def functions(tree: ast.AST, prefix: str = "", nested: bool = False) -> Iterator[Defined]:
    """Return every function in a tree."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            owner = tree if isinstance(tree, ast.ClassDef) else None
            yield Defined(f"{prefix}{node.name}", node, owner, nested)
            yield from functions(node, f"{prefix}{node.name}.", True)
        else:
            inner = f"{prefix}{node.name}." if isinstance(node, ast.ClassDef) else prefix
            yield from functions(node, inner, nested)


def length(node: Function) -> int:
    """Return how many lines a function has, with its signature and docstring."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def parameters(defined: Defined) -> list[str]:
    """Return the names of a function's parameters, without `self` or `cls`."""
    node, arguments = defined.node, defined.node.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    static = any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in node.decorator_list)
    if defined.owner and not static:
        names = names[1:]
    names += [each.arg for each in arguments.kwonlyargs]
    return names + [each.arg for each in (arguments.vararg, arguments.kwarg) if each]


def strings(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Return all string constants under some nodes, the fixed parts of f-strings among them."""
    for node in nodes:
        for each in ast.walk(node):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield each.value


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _reached(graph: Graph, start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph.get(waiting.pop(), ()):
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached
