"""How the code is laid out: no cycles, small modules and functions, one meaning for each class name."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from source_tree import SRC, Defined, SourceTree, cycles, functions, length, parameters, project, within

TREE = project()

#: Packages that know RDF and nothing of ADGO, each with those of the three that it may import.
INDEPENDENT = {
    "adgo.turtle": ("adgo.turtle",),
    "adgo.sparql": ("adgo.turtle", "adgo.sparql"),
    "adgo.shacl": ("adgo.turtle", "adgo.sparql", "adgo.shacl"),
}

#: The one package that opens addresses on the web, and the names by which Python's own clients are called.
WEB = "adgo.turtle.web"
CLIENTS = {"urlopen", "urlretrieve", "build_opener", "HTTPConnection", "HTTPSConnection"}

MODULES = sorted(TREE.paths)


def test_no_module_reaches_itself_by_its_imports() -> None:
    assert cycles(TREE.imports) == []


@pytest.mark.parametrize("package", sorted(TREE.packages - {"adgo"}))
def test_no_part_of_a_package_reaches_itself_by_its_imports(package: str) -> None:
    assert cycles(TREE.inner_imports(package)) == []


@pytest.mark.parametrize("package", sorted(INDEPENDENT))
def test_a_package_that_knows_rdf_alone_imports_nothing_of_adgo(package: str) -> None:
    """They name neither another package nor `adgo` itself, whose version is not theirs."""
    others = {
        module: sorted(
            each for each in imported if not any(within(each, name) for name in INDEPENDENT[package])
        )
        for module, imported in TREE.imports.items()
        if within(module, package)
    }
    assert {module: names for module, names in others.items() if names} == {}


def test_a_package_has_at_most_22_modules() -> None:
    sizes = {
        package: sum(child not in TREE.packages for child in TREE.children(package))
        for package in TREE.packages
    }
    assert {package: size for package, size in sizes.items() if size > 22} == {}


def test_a_module_has_at_most_300_lines() -> None:
    sizes = {
        module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in TREE.paths.items()
    }
    assert {module: size for module, size in sizes.items() if size > 300} == {}


def test_functions_are_short() -> None:
    """None has more than 50 lines, and nine in ten have at most 18, signature and docstring included."""
    sizes = sorted(
        (length(each.node), f"{module}.{each.name}")
        for module, tree in TREE.trees.items()
        for each in functions(tree)
    )
    assert [each for each in sizes if each[0] > 50] == []
    assert sizes[int(len(sizes) * 0.9)][0] <= 18


def test_a_class_name_has_one_meaning() -> None:
    found = defaultdict(list)
    for module, tree in TREE.trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(module)
    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}


def test_no_module_is_named_utils() -> None:
    vague = {"utils", "util", "helpers", "misc", "common"}
    assert [module for module in MODULES if module.rpartition(".")[2] in vague] == []


def test_a_public_function_lists_its_parameters() -> None:
    """Each function with more than two parameters names each of them in its docstring, under `Args:`."""
    missing = {
        f"{module}.{each.name}": names
        for module, tree in TREE.trees.items()
        for each in functions(tree)
        if (names := _undocumented(each))
    }
    assert missing == {}


def test_an_option_of_a_command_has_help() -> None:
    """The help of its options documents the parameters of a command; its docstring is the command's help."""
    silent = [
        f"{module}:{node.lineno}"
        for module, tree in TREE.trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "click.option"
        and not any(keyword.arg == "help" for keyword in node.keywords)
    ]
    assert silent == []


def test_one_package_opens_addresses_on_the_web() -> None:
    """So that each request has a time limit, its length is checked and its faults are explained."""
    found = {
        module: sorted(clients)
        for module, tree in TREE.trees.items()
        if (clients := _clients(tree)) and not within(module, WEB)
    }
    assert found == {}


def test_the_makefile_names_tests_that_exist() -> None:
    """A file that is renamed would silently run beside other tests, or not at all on other Pythons."""
    text = (SRC.parent / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    lists = re.findall(r"\$\(addprefix (tests/[\w/]*),([^)]*)\)", text)
    names = [folder + name for folder, listed in lists for name in listed.split()]
    assert len(names) > 15
    assert [name for name in names if not (SRC.parent / name).exists()] == []


def test_the_tree_is_the_one_of_this_checkout() -> None:
    assert Path(__file__).resolve().parent.parent / "src" == SRC
    assert len(MODULES) > 200


# ── Checks of the checks ─────────────────────────────────────────────────────────────────────────────────────────


def _tree(folder: Path, **modules: str) -> SourceTree:
    """Return a package `p` whose modules are given by their names, dots written as double underscores."""
    for name, text in modules.items():
        path = folder.joinpath("p", *name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    (folder / "p" / "__init__.py").touch()
    return SourceTree(folder)


@pytest.mark.parametrize(
    "back",
    [
        "import p.one",
        "from p import one",
        "from p.one import name",
        "from .one import name",
        "from . import one",
        "def f():\n    from p.one import name",
        "if TYPE_CHECKING:\n    from p.one import name",
        "LAZY = {'name': 'p.one'}",
    ],
)
def test_every_way_to_import_closes_a_cycle(back: str, tmp_path: Path) -> None:
    tree = _tree(tmp_path, one="from p.two import other", two=back)
    assert cycles(tree.imports) == [["p.one", "p.two"]]


def test_a_cycle_of_packages_is_found_if_no_module_is_in_one(tmp_path: Path) -> None:
    tree = _tree(tmp_path, a__one="import p.b.one", a__two="", b__one="", b__two="import p.a.two")
    assert cycles(tree.imports) == []
    assert cycles(tree.inner_imports("p")) == [["p.a", "p.b"]]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("def f(a, b): ...", []),
        ("def _f(a, b, c): ...", []),
        ("def f(a, b, *, c): ...", ["a", "b", "c"]),
        (
            "def f(a, b, *c, **d):\n    '''Do.\n\n    Args:\n        a: 1.\n        b: 2.\n        d: 3.\n    '''",
            ["c"],
        ),
        ("class C:\n    def m(self, a, b): ...", []),
        (
            "class C:\n    def m(self, a, b, c):\n        '''Do.\n\n        a: not in a list.'''",
            ["a", "b", "c"],
        ),
    ],
)
def test_a_parameter_that_is_not_listed_is_found(text: str, missing: list[str]) -> None:
    found = [_undocumented(each) for each in functions(ast.parse(text))]
    assert found == [missing]


def test_a_client_of_the_web_is_found_by_every_name() -> None:
    texts = (
        "urllib.request.urlopen(x)",
        "def f():\n    from urllib.request import urlopen as u",
        "urlopen(x)",
    )
    assert [_clients(ast.parse(text)) for text in texts] == [{"urlopen"}] * 3


# ── What the checks use ──────────────────────────────────────────────────────────────────────────────────────────


def _undocumented(each: Defined) -> list[str]:
    names = parameters(each)
    if not each.public or len(names) <= 2 or _is_command(each) or _overrides_documented(each):
        return []
    return [name for name in names if name not in _listed(each)]


def _listed(each: Defined) -> set[str]:
    """Return the parameters that a docstring lists in its section `Args`."""
    section = re.search(r"^Args:\n((?:[ \t]+.*\n?|\n)*)", ast.get_docstring(each.node) or "", re.MULTILINE)
    return (
        set(re.findall(r"^    \*{0,2}(\w+)(?: \(.*?\))?: \S", section.group(1), re.MULTILINE))
        if section
        else set()
    )


def _is_command(each: Defined) -> bool:
    """Return whether `click` fills the parameters and shows the docstring as help."""
    return any(re.match(r"(\w+\.)?command\(", ast.unparse(node)) for node in each.node.decorator_list)


def _overrides_documented(each: Defined) -> bool:
    """Return whether a base class in `src` documents the parameters of the same method."""
    if each.owner is None:
        return False
    names = set(parameters(each))
    return any(
        other.node.name == each.node.name and names <= set(_listed(other))
        for base in _bases(each.owner)
        for other in functions(base)
        if other.node in base.body
    )


def _bases(owner: ast.ClassDef) -> list[ast.ClassDef]:
    """Return the classes of `src` from which a class inherits, directly or not."""
    names = {ast.unparse(base).split("[")[0].rpartition(".")[2] for base in owner.bases}
    found = [node for name in names for node in _classes().get(name, []) if node is not owner]
    return found + [other for base in found for other in _bases(base)]


def _clients(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found.update(each.name for each in node.names)
        elif isinstance(node, ast.Attribute | ast.Name):
            found.add(node.attr if isinstance(node, ast.Attribute) else node.id)
    return found & CLIENTS


@cache
def _classes() -> dict[str, list[ast.ClassDef]]:
    """Return the classes of `src` by their names."""
    found: dict[str, list[ast.ClassDef]] = defaultdict(list)
    for module in TREE.trees.values():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(node)
    return found
