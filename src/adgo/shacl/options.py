"""The options that `adgo validate` and `python -m adgo.shacl` have in common."""

from __future__ import annotations

from typing import Literal, NamedTuple

from adgo.shacl.evaluation.deadline import SECONDS
from adgo.turtle.formats import LONG_NAMES

#: What the values of an option are. `format` is a name of an RDF format, `count` an integer from 0.
Kind = Literal["text", "choice", "flag", "file", "format", "count", "seconds"]


class CheckOption(NamedTuple):
    """An option; each command makes it in its own library.

    Attributes:
        name: the long name, with its dashes.
        group: the heading in the help.
        help: what it does.
        kind: what its values are.
        metavar: what stands for a value in the help.
        choices: the possible values of a choice.
        default: the value without the option; None if there is none, or if `help` states it.
        is_repeatable: whether it may have several values.
        short: the short name, "" if there is none.
    """

    name: str
    group: str
    help: str
    kind: Kind = "text"
    metavar: str = ""
    choices: tuple[str, ...] = ()
    default: str | float | None = None
    is_repeatable: bool = False
    short: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The short name, if there is one, and the long name."""
        return (self.short, self.name) if self.short else (self.name,)


OPTIONS = (
    CheckOption(
        "--data-format",
        "Input",
        "Format of standard input, and of data whose file ending says nothing: "
        f"{', '.join(LONG_NAMES)}.  [default: turtle for standard input]",
        kind="format",
        metavar="FORMAT",
    ),
    CheckOption(
        "--ontology",
        "Input",
        "Files whose triples the shapes can use but that are not checked themselves; may be repeated.",
        metavar="PATH",
        is_repeatable=True,
    ),
    CheckOption(
        "--imports",
        "Input",
        "What owl:imports may load: nothing, only files listed in a catalog, or also documents from the network.",
        kind="choice",
        choices=("none", "catalog", "network"),
        default="catalog",
    ),
    CheckOption(
        "--catalog",
        "Input",
        "OASIS XML catalog, which maps IRIs to files; may be repeated.",
        metavar="FILE",
        is_repeatable=True,
    ),
    CheckOption(
        "--inference",
        "Input",
        "First add what follows from data and ontology: by RDFS, or by OWL 2 RL and RDFS.",
        kind="choice",
        choices=("none", "rdfs", "owlrl"),
        default="none",
    ),
    CheckOption(
        "--lenient",
        "Input",
        "Read IRIs that only RFC 3987 forbids, and language tags that only BCP 47 forbids; each gives a warning.",
        kind="flag",
    ),
    CheckOption(
        "--keep-going",
        "Shapes",
        "Skip shapes and constraints that cannot be evaluated, and check the rest. Each is reported as an error; "
        "the exit code is 3.",
        kind="flag",
    ),
    CheckOption(
        "--format",
        "Output",
        "Format of the report.",
        kind="choice",
        choices=("text", "json", "sarif", "junit", "github", "gitlab", "ttl"),
        default="text",
    ),
    CheckOption(
        "--output",
        "Output",
        "File to write the report to.  [default: standard output]",
        kind="file",
        metavar="FILE",
        short="-o",
    ),
    CheckOption(
        "--watch",
        "Output",
        "Print the report again after each change of a file, until Ctrl-C. After the edit of a data file only what it "
        "can affect is checked again. With --format json, each report is one line.",
        kind="flag",
    ),
    CheckOption(
        "--max-results",
        "Output",
        "Print at most N results, the most severe, and count the others by shape and message. For text and json; "
        "the other formats are always complete (except for the limits of GitHub). The exit code stays the same.  "
        "[default: all]",
        kind="count",
        metavar="N",
    ),
    CheckOption(
        "--fail-on",
        "What fails",
        "Lowest severity of a result, or of a finding on the data, that makes the exit code 1.",
        kind="choice",
        choices=("violation", "warning", "info"),
        default="violation",
    ),
    CheckOption(
        "--strict",
        "What fails",
        "Exit with 3 if the shapes have errors or something in them is not evaluated, such as sh:js.",
        kind="flag",
    ),
    CheckOption("--allow-empty", "What fails", "Exit with 0 even if nothing was checked.", kind="flag"),
    CheckOption(
        "--baseline",
        "What fails",
        "Earlier report in JSON; its results are neither shown nor counted.",
        metavar="FILE",
    ),
    CheckOption(
        "--changed-since",
        "What fails",
        "Show and count only results that are new since a git revision: data, shapes and ontology are validated as "
        "they were then, too, and the results compared. Renamed files are recognised; untracked files are new.",
        metavar="REV",
    ),
    CheckOption(
        "--engine",
        "Engine and limits",
        "`both` compares the reports of the two engines, and exits with 1 if they differ.",
        kind="choice",
        choices=("fast", "pyshacl", "both"),
        default="fast",
    ),
    CheckOption(
        "--query-timeout",
        "Engine and limits",
        "Time limit for one SPARQL query of a shape (with pySHACL: for one focus node of a shape), in seconds; "
        "0 for no limit. The exit code is 3 if it is exceeded.",
        kind="seconds",
        metavar="SECONDS",
        default=SECONDS,
    ),
)
