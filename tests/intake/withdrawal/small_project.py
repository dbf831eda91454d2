"""An invented project of two articles that share some things, small enough to say by hand what depends on which."""

from __future__ import annotations

from pathlib import Path

from adgo.graph.namespaces import PREFIXES

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

ONE = """# Above the first article.

<https://w3id.org/adgo/graph/claims/001> a owl:Ontology .

st:shared a adgo:Statement ;
    skos:prefLabel "Both say it"@en .

st:alone a adgo:Statement ;
    skos:prefLabel "One says it"@en .

p:001-1 a adgo:Passage ;
    oa:hasSource src:001 ;
    adgo:sha256 "{one}" .

claim:001-1a a adgo:Claim ;
    adgo:tells st:shared ;
    adgo:passage p:001-1 ;
    adgo:object id:Both .

claim:001-1b a adgo:Claim ;
    adgo:tells st:alone ;
    adgo:passage p:001-1 ;
    adgo:object id:Alone .
"""

TWO = """# Above the second article.

<https://w3id.org/adgo/graph/claims/002> a owl:Ontology .

st:other a adgo:Statement ;
    skos:prefLabel "The other says it"@en . # Behind it.

# ── Passages ────

p:002-1 a adgo:Passage ;
    oa:hasSource src:002 ;
    adgo:sha256 "{two}" .

claim:002-1a a adgo:Claim ;
    # In the middle.
    adgo:tells st:shared , st:other ;
    adgo:passage p:002-1 ;
    adgo:object id:Both .
"""

ENTITIES = """# What there is.

# ── Things of one article ────

id:Alone a adgo:Firm ;
    adgo:within id:Behind , id:Kept .

id:Behind a adgo:City ;
    adgo:within id:Above .

# ── Others ────

# Both mention it.
id:Both a adgo:Firm ;
    adgo:within id:Above .

id:Above a adgo:Country .

# Nothing ever mentioned it.
id:Loose a adgo:Country ;
    adgo:within id:Kept .

id:Kept a adgo:Place .
"""

SOURCES = """src:001 a adgo:Source ;
    skos:prefLabel "One (2026)"@en ;
    adgo:inFamily family:one ;
    adgo:toldAt time:001-told ;
    adgo:sha256 "{source}" .

src:002 a adgo:Source ;
    adgo:inFamily family:two .

family:one a adgo:SourceFamily .

family:two a adgo:SourceFamily .

time:001-told a adgo:TimeExpression .
"""

REVIEWS = """review:reader a prov:Agent .

# Article 001

review:001-1a.1 a adgo:Review ;
    adgo:finding review:001-1a.1.object ;
    adgo:readSha256 "{review}" ;
    adgo:reader review:reader ;
    adgo:reviews claim:001-1a .

review:001-1a.1.object a adgo:Finding .

# Article 002

review:002-1a.1 a adgo:Review ;
    adgo:reader review:reader ;
    adgo:reviews claim:002-1a .
"""

OUTSIDE = """outside:behind a adgo:OutsideRecord ;
    adgo:subject id:Behind ;
    adgo:object time:outside-1 .

outside:both a adgo:OutsideRecord ;
    adgo:subject id:Both .

time:outside-1 a adgo:TimeExpression .
"""

JUDGEMENTS = """judgement:compares a adgo:Judgement ;
    adgo:concerns claim:001-1a , claim:002-1a ;
    adgo:evidence p:002-1 .

judgement:rests a adgo:Judgement ;
    adgo:concerns claim:002-1a ;
    adgo:evidence p:001-1 , p:002-1 . # Both passages.
"""

CHANGES = """change:only
    dcterms:type "correction" ;
    dcterms:subject claim:001-1b .

change:both
    dcterms:type "correction" ;
    dcterms:subject claim:001-1a , claim:002-1a .
"""

DIGESTS = {name: digit * 64 for name, digit in (("one", "a"), ("two", "b"), ("source", "c"), ("review", "d"))}


def write(root: Path) -> None:
    """Write the files of the project."""
    for folder in ("ontology", "shapes", "seeds", "data/claims"):
        (root / folder).mkdir(parents=True)
    texts = {
        "data/claims/001.ttl": ONE,
        "data/claims/002.ttl": TWO,
        "data/entities.ttl": ENTITIES,
        "seeds/sources.ttl": SOURCES,
        "data/reviews.ttl": REVIEWS,
        "data/outside.ttl": OUTSIDE,
        "data/judgements.ttl": JUDGEMENTS,
        "data/changes.ttl": CHANGES,
    }
    for name, text in texts.items():
        for key, digest in DIGESTS.items():
            text = text.replace(f"{{{key}}}", digest)
        (root / name).write_text(HEAD + "\n" + text, encoding="utf-8")
