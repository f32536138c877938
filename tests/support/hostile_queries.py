"""Queries that must not get through: calls to the network, deep nesting, long chains."""

NOWHERE = "<http://127.0.0.1:9/>"

SERVICES = {
    "plain": f"SELECT * {{ SERVICE {NOWHERE} {{ ?a ?b ?c }} }}",
    "any case": f"SELECT * {{ sErViCe {NOWHERE} {{ ?a ?b ?c }} }}",
    "silent": f"SELECT * {{ SERVICE SILENT {NOWHERE} {{ ?a ?b ?c }} }}",
    "glued to silent": f"SELECT * {{ SERVICESILENT{NOWHERE} {{ ?a ?b ?c }} }}",
    "nothing between": f"SELECT*{{SERVICE{NOWHERE}{{?a ?b ?c}}}}",
    "a comment between": f"SELECT * {{ SERVICE#c\n{NOWHERE} {{ ?a ?b ?c }} }}",
    "after a comment that a carriage return ends": (
        f"SELECT * {{ #c\rSERVICE {NOWHERE} {{ ?a ?b ?c }} }}"
    ),
    "by a prefixed name": f"PREFIX e: {NOWHERE} SELECT * {{ SERVICE e:x {{ ?a ?b ?c }} }}",
    "glued to a prefixed name": f"PREFIX : {NOWHERE} SELECT * {{ SERVICE:x {{ ?a ?b ?c }} }}",
    "glued to a prefix": f"PREFIX e: {NOWHERE} SELECT * {{ SERVICEe:x {{ ?a ?b ?c }} }}",
    "as a prefix that is declared": (
        f"PREFIX : {NOWHERE} PREFIX SERVICE: <s:> SELECT * {{ SERVICE:x {{ ?a ?b ?c }} }}"
    ),
    "a variable": f"SELECT * {{ VALUES ?u {{ {NOWHERE} }} SERVICE?u {{ ?a ?b ?c }} }}",
    "in a sub-select": f"SELECT * {{ {{ SELECT * {{ SERVICE {NOWHERE} {{ ?a ?b ?c }} }} }} }}",
    "in EXISTS": f"SELECT * {{ FILTER EXISTS {{ SERVICE {NOWHERE} {{ ?a ?b ?c }} }} }}",
    "after a prefix without a space": (
        f"PREFIX a:<http://x#> SELECT * {{ SERVICE {NOWHERE} {{ ?a ?b ?c }} }}"
    ),
    "after a language tag": f'SELECT * {{ ?s ?p "x"@en.SERVICE {NOWHERE} {{ ?a ?b ?c }} }}',
    "after a truth": f"SELECT * {{ ?s ?p true.SERVICE {NOWHERE} {{ ?a ?b ?c }} }}",
    "glued to a truth": f"SELECT * {{ ?s ?p trueSERVICE {NOWHERE} {{ ?a ?b ?c }} }}",
    "glued to a number behind «a»": f"SELECT * {{ ?s !a1SERVICE{NOWHERE} {{ ?a ?b ?c }} }}",
    "glued to a truth behind «a»": f"SELECT * {{ ?s !atrueSERVICE{NOWHERE} {{ ?a ?b ?c }} }}",
    "glued to an untruth behind «a»": f"SELECT * {{ ?s a|afalseSERVICE{NOWHERE} {{ ?a ?b ?c }} }}",
    "glued to a number and a name": (
        f"PREFIX : {NOWHERE} SELECT * {{ ?s !a1SERVICE:x {{ ?a ?b ?c }} }}"
    ),
    "glued to a truth and a prefix": (
        f"PREFIX e: {NOWHERE} SELECT * {{ ?s !atrueSERVICEe:x {{ ?a ?b ?c }} }}"
    ),
    "glued to a number": f"SELECT * {{ ?s ?p 1e5SERVICE {NOWHERE} {{ ?a ?b ?c }} }}",
    "after an escape in an IRI": (
        f"SELECT * {{ ?s ?p <http://x/\\u0061#> . SERVICE {NOWHERE} {{ ?a ?b ?c }} }}"
    ),
    "after an escaped hash in a name": (
        f"PREFIX h: <h:> SELECT * {{ ?s ?p h:a\\,\\#b . SERVICE {NOWHERE} {{ ?a ?b ?c }} }}"
    ),
    "between escaped quotes in names": (
        f"PREFIX h: <h:> SELECT * {{ ?s ?p h:\\,\\' . SERVICE {NOWHERE} {{ ?a ?b ?c }} ?t ?q 'x' }}"
    ),
    "after a name with two dots": (
        f"PREFIX h: <h:> SELECT * {{ ?s ?p h:a.b.SERVICE {NOWHERE} {{ ?a ?b ?c }} }}"
    ),
    "after an empty name": (
        f"PREFIX h: <h:> SELECT * {{ ?s ?p h:.SERVICE {NOWHERE} {{ ?a ?b ?c }} }}"
    ),
    "after a string of four quotes": (
        f"SELECT * {{ ?s ?p ''''a'''SERVICE {NOWHERE} {{ ?a ?b ?c }} }}"
    ),
}

# What takes all the memory there is: one text, many rows, and as many small things as can be.
_DOUBLED = " ".join(f"BIND(CONCAT(?a{at}, ?a{at}) AS ?a{at + 1})" for at in range(40))
_ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
_EACH = "CONCAT(STR(?a), STR(?b), STR(?d), STR(?e), STR(?g), STR(?h), STR(?j), STR(?k))"
BOMBS = {
    "doubled": f'SELECT (STRLEN(?a40) AS ?n) {{ BIND("aaaaaaaa" AS ?a0) {_DOUBLED} }}',
    "sorted": f"SELECT * {{ {_ALL} }} ORDER BY ?c ?f ?i",
    "distinct": f"SELECT DISTINCT ?a ?d ?g ?j ?b ?e ?h {{ {_ALL} }}",
    "grouped": f"SELECT (GROUP_CONCAT({_EACH}) AS ?n) {{ {_ALL} }}",
    "constructed": f"CONSTRUCT {{ ?a ?b ?n }} {{ {_ALL} BIND({_EACH} AS ?n) }}",
}


NESTED = {
    "groups": ("SELECT * ", "{", "?s ?p ?o", "}"),
    "optionals": ("SELECT * {", "OPTIONAL{", "?s ?p ?o", "}"),
    "brackets": ("SELECT * { FILTER", "(", "1", ")"),
    "paths": ("SELECT * { ?s ", "(", "<p:p>", ")"),
    "blank nodes": ("SELECT * { ?s ?p ", "[<p:p> ", "1", "]"),
    "collections": ("SELECT * { ?s ?p ", "(", "1", ")"),
    "conditions": ("SELECT (", "IF(true,1,", "1", ")"),
}
ENDS = {"brackets": "}", "optionals": "}", "paths": " ?o }", "blank nodes": "}"} | {
    "collections": "}",
    "conditions": " AS ?x) {}",
}


def nested(kind: str, depth: int) -> str:
    start, opening, inner, closing = NESTED[kind]
    return start + opening * depth + inner + closing * depth + ENDS.get(kind, "")


CHAINS = {
    "or": ("SELECT * { FILTER(1", "||1", ") }"),
    "and": ("SELECT * { FILTER(1", "&&1", ") }"),
    "not": ("SELECT * { FILTER(", "!", "1) }"),
    "plus": ("SELECT (1", "+1", " AS ?x) {}"),
    "minus": ("SELECT (1", " -1", " AS ?x) {}"),
    "times": ("SELECT (1", "*1", " AS ?x) {}"),
    "sequence": ("SELECT * { ?s <p:p>", "/<p:p>", " ?o }"),
    "alternatives": ("SELECT * { ?s <p:p>", "|<p:p>", " ?o }"),
    "union": ("SELECT * { {}", "UNION{}", " }"),
    "exclusions": ("SELECT * {", "MINUS{?a ?b ?c}", "}"),
    "filters": ("SELECT * {", "FILTER(1=1)", "}"),
    "patterns": ("SELECT * {", "?a <p:p> ?b.", "}"),
    "steps that may be left out": ("SELECT * {", "?a <p:p>? ?b.", "}"),
    "objects": ("SELECT * { ?a <p:p> ?b", ",?b", " }"),
    "predicates": ("SELECT * { ?a <p:p> ?b", ";<p:p> ?b", " }"),
    "elements of a collection": ("SELECT * { ?s ?p (", " 1", ") }"),
    "quoted triples": ("SELECT * { ?s ?p ", "<<", "?a"),
}
