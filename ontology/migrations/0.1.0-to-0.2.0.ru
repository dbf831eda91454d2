# Data of ADGO 0.1.0 in the terms of 0.2.0. README.md beside this file says how to run it.
# It looks at the default graph: claims, outside records, and the levels of plain triples. It may run twice: the second
# run changes nothing. Everything else stays as it is.

PREFIX adgo: <https://w3id.org/adgo/ontology#>
PREFIX claim: <https://w3id.org/adgo/claim/>
PREFIX id: <https://w3id.org/adgo/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

# How far a comparison goes belongs to the view that makes it.
DELETE { ?claim adgo:qualifier ?words }
INSERT { ?view adgo:degree ?words }
WHERE {
    VALUES ?word { "a bit" "comparatively" "far" "one generation or more" }
    ?claim adgo:qualifier ?words ;
        adgo:predicate adgo:holdsView ;
        adgo:object ?view .
    FILTER (LCASE(STR(?words)) = ?word)
} ;

# What a qualifier says of an outside record is what its value is.
DELETE { ?record adgo:qualifier ?words }
INSERT { ?record adgo:valueNote ?words }
WHERE {
    ?record a adgo:OutsideRecord ;
        adgo:qualifier ?words .
} ;

# A qualifier becomes what it holds. Words that are not in this table become a hedge, so that they give no fact until
# somebody reads them again.
DELETE { ?record adgo:qualifier ?words }
INSERT { ?record ?property ?value }
WHERE {
    ?record adgo:qualifier ?words .
    OPTIONAL {
        VALUES (?word ?known ?fixed) {
            ("such as" adgo:exemplary true)
            ("like" adgo:exemplary true)
            ("at the munich motor show" adgo:scope id:MunichMotorShow2025)
            ("accelerating" adgo:emphasis UNDEF)
            ("actively" adgo:emphasis UNDEF)
            ("brand strength" adgo:emphasis UNDEF)
            ("deeply" adgo:emphasis UNDEF)
            ("engineering expertise" adgo:emphasis UNDEF)
            ("extensive" adgo:emphasis UNDEF)
            ("global" adgo:emphasis UNDEF)
            ("in depth" adgo:emphasis UNDEF)
            ("increasingly" adgo:emphasis UNDEF)
            ("intensifying" adgo:emphasis UNDEF)
            ("key" adgo:emphasis UNDEF)
            ("key market" adgo:emphasis UNDEF)
            ("key strategic" adgo:emphasis UNDEF)
            ("largest" adgo:emphasis UNDEF)
            ("local" adgo:emphasis UNDEF)
            ("locally developed" adgo:emphasis UNDEF)
            ("many forms" adgo:emphasis UNDEF)
            ("met before" adgo:emphasis UNDEF)
            ("more" adgo:emphasis UNDEF)
            ("more effectively" adgo:emphasis UNDEF)
            ("new" adgo:emphasis UNDEF)
            ("next-generation" adgo:emphasis UNDEF)
            ("officially" adgo:emphasis UNDEF)
            ("regional" adgo:emphasis UNDEF)
            ("strategic" adgo:emphasis UNDEF)
            ("surge" adgo:emphasis UNDEF)
            ("technical" adgo:emphasis UNDEF)
            ("top choice" adgo:emphasis UNDEF)
            ("vigorously" adgo:emphasis UNDEF)
            ("with unprecedented depth" adgo:emphasis UNDEF)
        }
        FILTER (LCASE(STR(?words)) = ?word)
    }
    BIND (COALESCE(?known, adgo:hedge) AS ?property)
    BIND (COALESCE(?fixed, ?words) AS ?value)
} ;

# The level of a route abroad is not that of an undertaking: in claims,
DELETE { ?claim adgo:predicate adgo:automationLevel }
INSERT { ?claim adgo:predicate adgo:concernsLevel }
WHERE {
    ?claim adgo:predicate adgo:automationLevel ;
        adgo:subject ?mode .
    FILTER (STRSTARTS(STR(?mode), STR(id:mode-)) || EXISTS { ?mode a adgo:ExpansionMode })
} ;

# and in plain triples.
DELETE { ?mode adgo:automationLevel ?level }
INSERT { ?mode adgo:concernsLevel ?level }
WHERE {
    ?mode adgo:automationLevel ?level .
    FILTER (STRSTARTS(STR(?mode), STR(id:mode-)) || EXISTS { ?mode a adgo:ExpansionMode })
} ;

# Driver assistance in Europe does not merely equip such cars: it is limited to them.
DELETE { ?claim adgo:predicate adgo:hasVehicle }
INSERT { ?claim adgo:predicate adgo:confinedTo }
WHERE {
    ?claim adgo:predicate adgo:hasVehicle ;
        adgo:subject id:driver-assistance-in-europe .
} ;

# "Chinese" and no more of an organization says where it is from.
DELETE { ?claim adgo:predicate adgo:describedAs ; adgo:object ?words }
INSERT { ?claim adgo:predicate adgo:basedInCountry ; adgo:object id:China }
WHERE {
    ?claim adgo:predicate adgo:describedAs ;
        adgo:object ?words ;
        adgo:subject ?firm .
    FILTER (STR(?words) = "Chinese")
    FILTER (!REGEX(STR(?firm), "/id/(group|view|role|mode)-"))
    FILTER NOT EXISTS {
        ?firm a ?kind .
        FILTER (?kind NOT IN (adgo:Organization, adgo:Firm, adgo:SolutionProvider, adgo:Automaker, adgo:PlatformOperator,
            adgo:PublicBody))
    }
} ;

# "Chinese developer" says two things: the claim keeps the second, and a claim of its own, like it in all else, has the
# country. It is named after the first with a z, as no passage has so many claims; if that name is taken nothing changes.
DELETE { ?claim adgo:object ?words }
INSERT {
    ?claim adgo:object ?rest .
    ?country ?property ?value ;
        adgo:predicate adgo:basedInCountry ;
        adgo:object id:China .
}
WHERE {
    ?claim adgo:predicate adgo:describedAs ;
        adgo:object ?words ;
        adgo:subject ?firm ;
        ?property ?value .
    FILTER (STRSTARTS(STR(?words), "Chinese ") && STRLEN(STR(?words)) > 8)
    FILTER (?property NOT IN (adgo:predicate, adgo:object, skos:editorialNote))
    FILTER (!REGEX(STR(?firm), "/id/(group|view|role|mode)-"))
    FILTER NOT EXISTS {
        ?firm a ?kind .
        FILTER (?kind NOT IN (adgo:Organization, adgo:Firm, adgo:SolutionProvider, adgo:Automaker, adgo:PlatformOperator,
            adgo:PublicBody))
    }
    BIND (SUBSTR(STR(?words), 9) AS ?rest)
    BIND (IRI(IF(REGEX(STR(?claim), "[^a-z][a-z]$"),
        CONCAT(STR(?claim), "z"),
        REPLACE(STR(?claim), ".(.)$", "z$1"))) AS ?country)
    FILTER NOT EXISTS { ?country adgo:tells ?taken }
} ;

# Praise is not a description.
DELETE { ?claim adgo:predicate adgo:describedAs }
INSERT { ?claim adgo:predicate adgo:praisedAs }
WHERE {
    VALUES ?word { "leading" "giant" "established" }
    ?claim adgo:predicate adgo:describedAs ;
        adgo:object ?words .
    FILTER (STR(?words) = ?word)
} ;

# Article 003 has strategies adapted to rain and winding roads and does not say that they were tested there.
DELETE { ?claim adgo:predicate adgo:focusesOn }
INSERT { ?claim adgo:predicate adgo:designedFor }
WHERE {
    VALUES ?claim { claim:003-48f claim:003-48g }
    ?claim adgo:predicate adgo:focusesOn ;
        adgo:subject id:algorithm-proving .
} ;

# Elsewhere roads and weather are conditions of the test, not its topic.
DELETE { ?claim adgo:predicate adgo:focusesOn }
INSERT { ?claim adgo:predicate adgo:underCondition }
WHERE {
    VALUES ?condition { id:complex-terrain id:rainy-weather id:winding-roads }
    ?claim adgo:predicate adgo:focusesOn ;
        adgo:object ?condition ;
        adgo:subject ?trial .
    FILTER EXISTS {
        ?kindClaim adgo:subject ?trial ;
            adgo:predicate rdf:type ;
            adgo:object adgo:Trial .
    }
} ;

# A group of countries or firms is not a place; its members are in one.
DELETE { ?claim adgo:predicate adgo:within }
INSERT { ?claim adgo:predicate adgo:hasMembersIn }
WHERE {
    ?claim adgo:predicate adgo:within ;
        adgo:subject ?group .
    ?group a adgo:UnnamedGroup .
} ;

# The move into Europe is a case of the expansion abroad, which is a topic and not a larger undertaking.
DELETE { ?claim adgo:predicate adgo:isPartOf }
INSERT { ?claim adgo:predicate adgo:exemplifies }
WHERE {
    ?claim adgo:predicate adgo:isPartOf ;
        adgo:object id:international-expansion .
}
