"""Random edits of a project's hand-written files, as an editor could make them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

MODALITIES = ("Asserted", "Planned", "Conditional", "Forecast", "Hedged", "Denied")
STATUSES = ("Past", "Ongoing", "Achieved", "Announced", "Suspended", "AppliedFor")
PREDICATES = (
    "locatedIn",
    "hasMarket",
    "hasParty",
    "hasSupplier",
    "hasRecipient",
    "cityCount",
    "siteCount",
    "within",
)
CLAIM = re.compile(r"^claim:[\w-]+ a adgo:Claim", re.MULTILINE)
MOST_REMOVED = 3


class Edits:
    """Edits the files below a folder.

    Attributes:
        made: the edits so far, in words.
    """

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.random = root, Random(seed)
        self.made: list[str] = []
        self._removed: list[tuple[Path, str]] = []

    def edit(self) -> str:
        """Make one edit, and return it in words."""
        kinds: tuple[Callable[[], str], ...] = (
            *(self.change_modality, self.change_object, self.change_predicate, self.add_status, self.limit),
            *(self.add_claim, self.add_claim, self.remove_claim, self.judge, self.change_family),
            *(self.remove_entity, self.add_place, self.rename, self.remove_judgement),
            *(self.remove_article, self.restore_article, self.repeat_claim),
        )
        self.made.append(self.random.choice(kinds)())
        return self.made[-1]

    def articles(self) -> list[Path]:
        """Return the files of claims."""
        return sorted((self.root / "data/claims").glob("*.ttl"))

    def _claim(self, path: Path | None = None) -> tuple[Path, list[str], int]:
        """Return a file of claims, its blocks, and the place of a random claim."""
        path = path or self.random.choice(self.articles())
        blocks = path.read_text(encoding="utf-8").rstrip("\n").split("\n\n")
        return path, blocks, self.random.choice([n for n, each in enumerate(blocks) if CLAIM.match(each)])

    def _other(self, name: str) -> str:
        """Return what another claim has as its subject or object."""
        while True:
            _, blocks, number = self._claim()
            if found := re.search(rf"adgo:{name} (.+?) [;.]$", blocks[number], re.MULTILINE):
                return found[1]

    def _changed(self, pattern: str, value: str) -> str:
        path, blocks, number = self._claim()
        blocks[number] = re.sub(pattern, lambda _: value, blocks[number], count=1, flags=re.MULTILINE)
        _write(path, blocks)
        return f"{blocks[number].split()[0]}: {value}"

    def change_modality(self) -> str:
        """Give a claim another modality."""
        return self._changed(
            r"adgo:modality adgo:\w+", f"adgo:modality adgo:{self.random.choice(MODALITIES)}"
        )

    def change_object(self) -> str:
        """Give a claim the object of another one."""
        return self._changed(r"adgo:object .+?(?= [;.]$)", f"adgo:object {self._other('object')}")

    def change_predicate(self) -> str:
        """Give a claim another predicate."""
        return self._changed(r"adgo:predicate \S+", f"adgo:predicate adgo:{self.random.choice(PREDICATES)}")

    def add_status(self) -> str:
        """Give a claim a status."""
        status = f"adgo:status adgo:{self.random.choice(STATUSES)} ;\n    adgo:subject "
        return self._changed(r"adgo:subject ", status)

    def limit(self) -> str:
        """Give a claim a hedge or a scope."""
        limit = self.random.choice(('adgo:hedge "perhaps"@en', "adgo:scope id:highway"))
        return self._changed(r"adgo:subject ", f"{limit} ;\n    adgo:subject ")

    def add_claim(self) -> str:
        """Copy a claim under a new name, about the subject of another one."""
        path, blocks, number = self._claim()
        name = f"{blocks[number].split()[0]}{self.random.randrange(10**6)}"
        copied = re.sub(r"^claim:\S+", name, blocks[number])
        copied = re.sub(
            r"adgo:subject .+?(?= [;.]$)", f"adgo:subject {self._other('subject')}", copied, flags=re.M
        )
        _write(path, [*blocks, copied])
        return f"added {name}"

    def remove_claim(self) -> str:
        """Remove a claim."""
        path, blocks, number = self._claim()
        removed = blocks.pop(number)
        _write(path, blocks)
        return f"removed {removed.split()[0]}"

    def repeat_claim(self) -> str:
        """Copy a claim into the file of another article, under the same name, in one of ten cases."""
        if self.random.randrange(10):
            return self.change_modality()
        _, blocks, number = self._claim()
        other, others, _ = self._claim()
        _write(other, [*others, blocks[number]])
        return f"repeated {blocks[number].split()[0]} in {other.name}"

    def judge(self) -> str:
        """Dispute or prefer a claim."""
        _, blocks, number = self._claim()
        claim, verb = blocks[number].split()[0], self.random.choice(("disputes", "prefers"))
        name = f"judgement:random-{self.random.randrange(10**6)}"
        return self._added("data/judgements.ttl", f"{name} a adgo:Judgement ;\n    adgo:{verb} {claim} .")

    def add_place(self) -> str:
        """Put a thing into a larger place."""
        inner, outer = (self._block("data/entities.ttl", r"^id:")[1].split()[0] for _ in range(2))
        return self._added("data/entities.ttl", f"{inner} adgo:within {outer} .")

    def remove_entity(self) -> str:
        """Remove the description of a thing."""
        return self._dropped("data/entities.ttl", r"^id:")

    def remove_judgement(self) -> str:
        """Remove a judgement."""
        return self._dropped("data/judgements.ttl", r"^judgement:")

    def rename(self) -> str:
        """Give a thing another label."""
        number, block, blocks = *self._block("data/entities.ttl", r"^id:"), self._blocks("data/entities.ttl")
        blocks[number] = re.sub(r'prefLabel "', 'prefLabel "new ', block)
        _write(self.root / "data/entities.ttl", blocks)
        return f"renamed {block.split()[0]}"

    def change_family(self) -> str:
        """Move an article to the family of another one."""
        path = self.root / "seeds/sources.ttl"
        text = path.read_text(encoding="utf-8")
        found = re.findall(r"adgo:inFamily (family:\S+)", text)
        old, new = self.random.choice(found), self.random.choice(found)
        path.write_text(text.replace(f"adgo:inFamily {old}", f"adgo:inFamily {new}", 1), encoding="utf-8")
        return f"{old} is {new}"

    def remove_article(self) -> str:
        """Remove the claims of an article."""
        if len(self._removed) >= MOST_REMOVED:
            return self.restore_article()
        path = self.random.choice(self.articles())
        self._removed.append((path, path.read_text(encoding="utf-8")))
        path.unlink()
        return f"removed {path.name}"

    def restore_article(self) -> str:
        """Write the claims of a removed article again."""
        if not self._removed:
            return self.change_object()
        path, text = self._removed.pop()
        path.write_text(text, encoding="utf-8")
        return f"restored {path.name}"

    def _blocks(self, name: str) -> list[str]:
        return (self.root / name).read_text(encoding="utf-8").rstrip("\n").split("\n\n")

    def _block(self, name: str, pattern: str) -> tuple[int, str]:
        found = [(n, each) for n, each in enumerate(self._blocks(name)) if re.match(pattern, each)]
        return self.random.choice(found)

    def _added(self, name: str, block: str) -> str:
        _write(self.root / name, [*self._blocks(name), block])
        return block

    def _dropped(self, name: str, pattern: str) -> str:
        number, block = self._block(name, pattern)
        blocks = self._blocks(name)
        del blocks[number]
        _write(self.root / name, blocks)
        return f"removed {block.split()[0]}"


def _write(path: Path, blocks: list[str]) -> None:
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
