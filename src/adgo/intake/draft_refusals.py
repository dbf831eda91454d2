"""What a check of a draft finds, or why the draft is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from adgo.evidence.sources import NoTexts
from adgo.intake.anchoring import Unanchored
from adgo.intake.draft import Draft, DraftFault, Refusal
from adgo.intake.term_finder import UnknownTerm

Finding = TypeVar("Finding")


@contextmanager
def in_field(name: str) -> Iterator[None]:
    """Put the name of a field before the message of a fault in it.

    Args:
        name: the field.

    Raises:
        DraftFault: if the field is faulty.
    """
    try:
        yield
    except DraftFault as error:
        raise DraftFault(error.reason, f"{name}: {error}") from error
    except UnknownTerm as error:
        raise DraftFault("unknown term", f"{name}: {error}") from error


def or_refusal(draft: Draft, find: Callable[[], Finding]) -> Finding | Refusal:
    """Return what a check of a draft finds, or the refusal of the draft.

    Args:
        draft: the draft.
        find: the check; it raises DraftFault, Unanchored, UnknownTerm or NoTexts to refuse the draft.
    """
    try:
        return find()
    except (DraftFault, Unanchored) as error:
        return draft.refusal(error.reason, str(error))
    except UnknownTerm as error:
        return draft.refusal("unknown term", str(error))
    except NoTexts as error:
        return draft.refusal("no text", str(error))
