"""The posts of a person or at an organization, one for each role that a source gives."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.corpus import editorial, standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.graph.namespaces import ADGO

#: The properties that link a person to a role, and a role to its organization and title.
HOLDS, AT, TITLED = ADGO + "holdsRole", ADGO + "atOrganization", ADGO + "hasTitle"


@dataclass(frozen=True)
class Post:
    """One post according to one source: the person, title and organization ("" if not given), and the claims.

    `disputed` is the judgement that a claim is mistaken, "" if there is none.
    """

    role: str
    person: str
    title: str
    organization: str
    claims: tuple[Claim, ...]
    disputed: str = ""


def of(corpus: Corpus, it: str) -> list[Post]:
    """Return the posts of a person, or the posts at an organization."""
    roles = [c.object.value for c in corpus.by_subject.get(it, []) if c.predicate == HOLDS]
    roles += [c.subject for c in corpus.by_object.get(it, []) if c.predicate == AT]
    return [_post(corpus, role) for role in dict.fromkeys(roles)]


def _post(corpus: Corpus, role: str) -> Post:
    claims = [c for c in corpus.by_subject.get(role, []) if c.predicate in (TITLED, AT)]
    holders = [c for c in corpus.by_object.get(role, []) if c.predicate == HOLDS]
    # That somebody held a post, or will hold it, is no more certain because the title is.
    others = [c for c in (*holders, *corpus.by_subject.get(role, [])) if not standings.is_fact(corpus, c)]
    values = {c.predicate: c.object.value for c in claims}
    return Post(
        role,
        holders[0].subject if holders else "",
        values.get(TITLED, ""),
        values.get(AT, ""),
        tuple(dict.fromkeys([*(claims or holders), *others])),
        editorial.disputing(corpus, [*claims, *holders]),
    )


def title_key(title: str) -> str:
    """Return a title as it is compared with others: its letters, so that "vice-president" is "Vice President"."""
    return "".join(filter(str.isalpha, title.casefold()))
