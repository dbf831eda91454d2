"""The arguments that each page, table and picture knows: any other would be ignored as if it had filtered."""

from __future__ import annotations

import difflib

from flask import request

from adgo.corpus import facets, selection
from adgo.queries import second_value
from adgo.server.protocol import data_version, request_arguments
from adgo.server.protocol.problem import Problem

#: The arguments that choose rows; each may be given several times.
FILTERS = tuple(each.name for each in facets.FACETS)
#: Those that old links have.
_FORMER = (*selection.FORMER, selection.SHOW)
#: Those that no address refuses.
_COMMON = ("format", data_version.ARGUMENT)
#: Those of tables: labels beside IRIs, and the byte order mark at the beginning of CSV.
LABELS, MARK = "labels", "bom"
_TABLES, _GROUPS, _ABOUT, _WORDS, _LIMIT = "table", "groups", "about", "q", "limit"
#: By the endpoint of a view; the arguments of other views are not looked at here.
KNOWN: dict[str, tuple[str, ...]] = {
    "projects.page": (*FILTERS, _TABLES),
    "network.page": (*FILTERS, _TABLES, _GROUPS),
    "worldmap.page": FILTERS,
    "timeline.page": FILTERS,
    "indicators.page": FILTERS,
    "differences.page": (*FILTERS, _ABOUT),
    "search.page": (_WORDS, "kind"),
    "search.search_json": (_WORDS, "kind", _LIMIT),
    "stored.queries": (_WORDS,),
    "corrections.page": (_ABOUT,),
    "about.page": (),
    "changes.page": (),
    "standard_differences.page": (),
    "linkeddata.thing": (),
    "linkeddata.about": (),
    "ontology.ontology": (),
}
#: The endpoints of pictures, and their arguments by the name of the picture.
_PICTURES = ("pictures.file", "pictures.embed")
PICTURES = {"network": (*FILTERS, _GROUPS), "map": FILTERS, "timeline": FILTERS, "neighbourhood": (_ABOUT,)}
#: The values that some arguments take.
_VALUES = {_TABLES: ("claims",), _GROUPS: ("all",)}
#: The least likeness of the name that an argument is likely to mean, from 0 to 1.
LIKENESS = 0.75
#: The start of arguments that advertisements and newsletters append to links.
_FOREIGN = "utm_"


def require_known(*, is_table: bool = False) -> None:
    """Raise Problem 400 if the current request has an argument that would be ignored: for tables, JSON and pictures.

    Args:
        is_table: whether the answer is a table.
    """
    known = _known()
    if known is None:
        return
    for name, value in given():
        if is_table and name in (LABELS, MARK):
            continue
        if not _takes(known, name):
            raise Problem(400, f"This address has no argument {name[:60]!r}; {_remedy(known, name)}.")
        if name == _LIMIT and not (value.strip().isascii() and value.strip().isdecimal()):
            raise Problem(400, f"The value of {name}= is {value[:60]!r}. Write a number such as 8.")
        if value not in _VALUES.get(name, (value,)):
            raise Problem(400, f"The value of {name}= is {value[:60]!r}. Write {' or '.join(_VALUES[name])}.")
    _require_single(known)
    if is_table and request_arguments.of_request(LABELS) is False:
        raise Problem(400, "The tables of pages always have names. Leave out labels=0.")


def ignored() -> list[tuple[str, str]]:
    """Return each argument of the current request that its page does not know, with the one that it is likely to mean.

    An argument that is like none, as others append them to links, is not in the list.
    """
    known = _known()
    if known is None:
        return []
    unknown = dict.fromkeys(name for name, _ in given() if not _takes(known, name))
    return [(name[:60], near) for name in unknown if (near := _nearest(known, name))]


def given() -> list[tuple[str, str]]:
    """Return the names and values of the arguments of the current request, without empty values."""
    return [(name, value) for name, value in request.args.items(multi=True) if value.strip()]


def kept(picture: str = "") -> list[tuple[str, str]]:
    """Return the arguments that the links of the current page keep: those that have a meaning there.

    Args:
        picture: the picture that a link leads to; "" for another format of the page.
    """
    known = PICTURES[picture] if picture else _known()
    return [(name, value) for name, value in given() if known is None or _takes(known, name)]


def _known() -> tuple[str, ...] | None:
    """Return the arguments that the view of the current request knows; None if that is not looked at."""
    if request.endpoint in _PICTURES:
        return PICTURES[(request.view_args or {})["view"]]
    return KNOWN.get(request.endpoint or "")


def _takes(known: tuple[str, ...], name: str) -> bool:
    return name in known or name in _COMMON or (name in _FORMER and _has_filters(known))


def _has_filters(known: tuple[str, ...]) -> bool:
    return set(FILTERS) <= set(known)


def _require_single(known: tuple[str, ...]) -> None:
    """Raise Problem 400 if an argument that chooses no rows has two values, of which one would be ignored."""
    single = set(known) - set(FILTERS if _has_filters(known) else ())
    if wrong := second_value((f"{name}=", value) for name, value in given() if name in single):
        raise Problem(400, f"{wrong}: send one of them.")


def _remedy(known: tuple[str, ...], name: str) -> str:
    near = _nearest(known, name)
    return f"the nearest is {near}=" if near else f"it takes {', '.join([*known, 'format'])}"


def _nearest(known: tuple[str, ...], name: str) -> str:
    """Return the argument that a name is likely to mean; "" if it is like none."""
    word = name.strip().lower()
    close = difflib.get_close_matches(word, [*known, "format"], 1, LIKENESS)
    return close[0] if close and not word.startswith(_FOREIGN) else ""
