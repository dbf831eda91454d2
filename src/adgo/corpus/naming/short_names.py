"""Short names, such as family names, which one thing has alone and others have as a part."""

from __future__ import annotations

from adgo.corpus.corpus import Corpus
from adgo.corpus.folding import folded
from adgo.graph.namespaces import ID


def sharing(corpus: Corpus, name: str, it: str) -> list[str]:
    """Return other things of the kind of a thing that have its short name in a name of theirs; none for its label.

    Args:
        corpus: the graph.
        name: a name of the thing.
        it: the thing.
    """
    wanted = folded(name)
    if wanted in (folded(corpus.label(it)), folded(it.rpartition("/")[2])):
        return []
    kinds = set(corpus.classes(it))
    found = (
        other
        for text, things in corpus.by_name.items()
        if f" {wanted} " in f" {text} "
        for other in things
        if other != it and other.startswith(ID) and kinds & set(corpus.classes(other))
    )
    return list(dict.fromkeys(found))
