"""Things that the graph does not know, as a draft proposes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


def usual_name(label: str, kind: str) -> str:
    """Return the name in the graph that a new thing usually has: id:AcmeRobotics, or id:acme-trial for a project.

    Args:
        label: its name, as people write it.
        kind: its class; "" for a project or an event, of which a claim states the kind.
    """
    words = re.findall(r"[A-Za-z0-9]+", label)
    if kind:
        return "id:" + "".join(each[:1].upper() + each[1:] for each in words)
    return "id:" + "-".join(words).lower()


def stated(written: Any) -> list[Mapping[str, Any]]:
    """Return the proposals in the field `propose` of a draft; what is not a proposal is left out."""
    return [each for each in written if isinstance(each, Mapping)] if isinstance(written, list) else []


def added(before: Any, label: str, kind: str, name: str = "") -> list[Mapping[str, Any]]:
    """Return the proposals of a draft with one more; it takes the place of one with the same name.

    Args:
        before: the field `propose` of the draft.
        label: the name of the thing, as people write it.
        kind: its class; "" for a project or an event.
        name: its name in the graph; "" for the usual one.
    """
    name = name or usual_name(label, kind)
    proposed = {"name": name, "label": label} | ({"type": kind} if kind else {})
    return [*(each for each in stated(before) if each.get("name") != name), proposed]
