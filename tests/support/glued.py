"""Queries in which words, numbers, tags, escapes, comments and keywords run together.

Every piece is drawn so that the engine often reads the whole, and a gate that reads a piece
otherwise than the engine sees something else in what follows.
"""

from __future__ import annotations

import os
import re

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from pyoxigraph import Store

AT = "http://127.0.0.1:9/"
PROLOGUE = f"PREFIX e:<{AT}>PREFIX :<{AT}>"

# .ci/run and .ci/night ask for more.
GATE = settings(
    max_examples=int(os.environ.get("HO21_GATE_EXAMPLES", "300")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def pick(*those: str) -> st.SearchStrategy[str]:
    return st.sampled_from(those)


def together(*those: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    parts = [st.just(each) if isinstance(each, str) else each for each in those]
    return st.tuples(*parts).map("".join)


def several(what: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(what, max_size=most).map("".join)


def cased(word: str) -> st.SearchStrategy[str]:
    return pick(word, word, word.lower(), word.title())


GAP = pick("", "", "", " ", "\n", "\r", "\t", "#c\n", "#'\n", "#x>\n", '#"""\r')
LETTER = pick(*"aeEx19_-.:", "\u00b7", "\u0301", "\u2100", "\u00aa", "\u200c", "\u3002", "é", "ſ")
ESCAPE = pick("\\#", "\\'", "\\.", "\\-", "\\_", "\\(", "\\)", "%41", "%", "\\u0061", "\\n", '\\"')
CODE = pick("\\u0027", "\\u0022", "\\u003e", "\\U00000023", "\\uD800", "\\U00110000", "\\u00e")
WORD = pick("SERVICE", "FROM", "true", "false", "a", "1", "1.", "1e5", "IN", "NOT", "DISTINCT")
LOCAL = several(LETTER | LETTER | ESCAPE | CODE | WORD, 4)
NAME = together(pick("e:", "e:", ":", "_:b"), LOCAL)
INSIDE = several(
    pick("a", " ", "'", '"', "#", "{", "}", "(", ")", "\n", "SERVICE") | ESCAPE | CODE, 5
)
STRING = st.tuples(pick("'", '"', "'''", '"""'), INSIDE).map(lambda it: it[0] + it[1] + it[0])
OPEN = pick("''''a'''", '"""a"', "''", '""', "'''a'", '"""" """', "'''''")
TAG = pick("", "", "@en", "@en-1", "@en--ltr", "^^e:b", "^^<x:b>")
IRI = together("<x:", several(pick("a", "#", "'", "(", ")", "SERVICE", "?b", ":") | CODE, 3), ">")
NUMBER = pick("1", "1.", "1.5", ".5", "1e5", "1.e5", "+1", "-1", "01")
TERM = NAME | NAME | together(STRING | OPEN, TAG) | IRI | NUMBER | pick("?s", "$s", "true", "[]")
LESS = pick("<", "<", "<=", "<'x>'<", "<?b#>\n<", ">")
BEFORE = pick(
    "", "!", "COUNT(DISTINCT ", "COUNT(DISTINCTtrue", "1||true", "true&&false", "?a IN(1)"
)
STEP = pick("?p", "a", "!a", "^a", "a|a", "!(a|^a)", "!a1", "!atrue", "a|afalse", "e:p?", "e:p*")

CALL = together(
    pick("", "", "."),
    cased("SERVICE"),
    pick("", " ", "SILENT", "#x\n", "#x>\n", " SILENT "),
    pick("e:x", ":x", "?u", f"<{AT}>"),
    "{?a ?b ?c}",
)
PATTERN = st.one_of(
    together("?s ", STEP, GAP, TERM),
    together("?s ?p ", TERM),
    together(TERM, " ?p ", TERM),
    together("?s ?p ", TERM, GAP, ",", GAP, TERM),
    together("FILTER(", BEFORE, TERM, LESS, TERM, ")"),
    together("FILTER(", TERM, LESS, TERM, "&&", TERM, ">1)"),
    together("VALUES ?v{", TERM, GAP, TERM, "}"),
    together("?s ?p (", TERM, GAP, TERM, ")"),
    together("OPTIONAL{?s ?p ", TERM, "}"),
    together("?s ?p ", TERM, "{|e:x ", TERM, "|}"),
)
# What a gate is fooled by most easily: it decides what is a string or a comment behind it.
SHARP = st.one_of(
    together("?s ?p ", pick("e:", ":", "e:a", "_:b"), LETTER, pick("\\#", "\\'"), LETTER),
    together("VALUES ?v{", pick('"""a"', "'''a'"), GAP, NAME | STRING, "}"),
    together("VALUES ?v{", pick('"""a"', "'''a'"), " e:", ESCAPE | CODE, "}"),
    together("VALUES ?v{", pick('"""a"', "'''a'"), " 'b'}#", ESCAPE | CODE, "\n"),
    together("FILTER(", BEFORE, LESS, pick("'x>'", "?b#>\n1", "?b"), pick("", ")"), ")"),
)
TAIL = pick("", "", "#'\n", '#"\n', '#"""\n', "#'''\n", "#>\n", "?t ?q 'x'", "FILTER(1=1)")
BODY = together(
    several(together(PATTERN | SHARP, pick("", "", ".", " . ", "\n")), 3), CALL, GAP, TAIL
)
CALLING = together(PROLOGUE, pick("SELECT*", "ASK", "SELECT * WHERE"), "{", BODY, GAP, "}", TAIL)

GRAPH = pick(
    "g:b",
    "g:b",
    ":b",
    "<x:b>",
    "<x:b>",
    "FROM:b",
    "NAMEDg:b",
    "<x:b>",
    "<b>",
    "e:FROM",
    "FROMg:b",
    "ASKg:b",
)
DATASET = together(cased("FROM"), GAP, pick("", "", "NAMED", "named "), GAP, GRAPH, GAP)
DECLARED = pick("g", "", "FROM", "FROMg", "NAMEDg", "ASKFROMg", "ASKg", "FROMNAMED", "WHERE", "e")
ASKED = together(
    pick("", "PREFIX g:<x:>", "PREFIX g:<x:>", "PREFIX:<x:>PREFIXg:<y:>"),
    several(together(cased("PREFIX"), GAP, DECLARED, ":", GAP, "<x:>", GAP), 2),
    pick("BASE<x:y>", "", ""),
    pick(
        "ASK", "SELECT*", "SELECT ?s", "SELECT(1AS?x)", "DESCRIBE*", "DESCRIBE g:b", "DESCRIBE<x:b>"
    )
    | together("SELECT(", TERM, "<", TERM, " AS ?x)")
    | together("CONSTRUCT{?s ?p ", TERM, "}"),
    GAP,
    DATASET,
    pick("", "", "", "FROM<x:b>", "FROM NAMEDg:b"),
    pick("WHERE", "", " where "),
    "{?s ?p ?o}",
)

UPDATE = together(
    several(together(cased("PREFIX"), GAP, DECLARED, ":", GAP, "<x:>", GAP), 2),
    pick("", "BASE<x:y>", "#SELECT\n", "BASE#ASK\n<x:ASK>"),
    pick(
        *("INSERTDATA{<a:a><a:b>1}", "insert data{}", "DELETEWHERE{?s ?p ?o}", "DELETE DATA{}"),
        *(f"LOAD<{AT}>", f"LOADSILENT<{AT}>", f"LOAD<{AT}>INTO GRAPH g:b", "CLEARALL", "DROPALL"),
        *(
            "DROPSILENTNAMED",
            "CREATEGRAPHg:b",
            "ADDg:b TO<x:y>",
            "MOVEDEFAULTTOg:b",
            "COPYg:bTOg:c",
        ),
        *("WITHg:b DELETE{?s ?p ?o}WHERE{}", "WITH<x:b>INSERT{}WHERE{}", "DELETE{}INSERT{}WHERE{}"),
        "INSERT DATA{};SELECT",
    ),
)


def parses(query: str, prefixes: dict[str, str] | None = None) -> bool:
    """Whether the engine reads a query; what it then does fails, as nothing listens there."""
    try:
        Store().query(query, prefixes=prefixes)
    except (SyntaxError, UnicodeEncodeError):
        return False
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def changes(text: str) -> bool:
    """Whether the engine reads an update."""
    try:
        Store().update(text)
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def obeyed(query: str, word: str) -> bool:
    """Whether the engine reads a word as its own somewhere: no other word does as well there."""
    if not parses(query):
        return False
    other = "q" * len(word)
    places = [each.span() for each in re.finditer(word, query, re.IGNORECASE)]
    return any(not parses(query[:start] + other + query[end:]) for start, end in places)
