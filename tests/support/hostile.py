"""A graph and a page with hostile words in every field that can hold words."""

from dataclasses import replace

from ho21.explorer.data import PageData
from ho21.model.citing.citation import ESCAPE, FORMS
from ho21.model.graph import KnowledgeGraph
from ho21.model.things import Label, Standing
from ho21.rdf.namespaces import HO
from ho21.sparql.questions import Parameter, Question
from ho21.validation.gaps import Gap
from support import drawn
from support.drawn import both

WORDS = [
    '<img src=x onerror="window.hacked=1">',
    "</script><script>window.hacked=1</script>",
    '"><svg onload=window.hacked=1>',
    "' onfocus='window.hacked=1' autofocus='",
    "javascript:window.hacked=1",
    "{{ 7 * 7 }}${7*7}",
    "a\u2028b\u2029c",
    "\u202egnitsoh\u202c",
    "__proto__",
    "constructor",
    "x" * 10_000,
    "#kart?ting=%E0%A4%A",
]
KINDS = (
    ("Recommendation", "Measure"),
    ("TargetPicture", "Goal"),
    ("StrategyArea",),
    ("Pillar", "StrategicBlock"),
    ("Council", "Actor"),
    ("Theme",),
    ("Event",),
    ("Document",),
    ("Vision",),
    ("Challenge",),
    ("Commitment", "Measure"),
)


STANDINGS = (Standing.STATED, Standing.INTERPRETED, Standing.FOLLOWS_FROM_INTERPRETED)


def graph() -> KnowledgeGraph:
    """Return a graph where every label, quote, class, IRI, fact, reason and source is hostile."""
    things, non_links, labels = [], [], {}
    for at, evil in enumerate(WORDS):
        said = {"nb": f"nb {evil}", "en": f"en {evil}"}
        kinds = KINDS[at % len(KINDS)]
        facts = ("when", "modality", "whenText", evil)
        things.append(
            drawn.thing(
                f"https://e.x/id/{evil}/{at:02}{evil}",
                kinds[0] if at % 3 else evil,
                said,
                *(*kinds, evil),
                passages=(drawn.words(evil, evil, source=evil, first=at, last=at),),
                values=tuple(drawn.value(each, said, evil) for each in facts),
            )
        )
        weighed = drawn.weighed(
            things[-1].iri, evil, evil, said, denied=at % 2 == 0, confidence=0.5, author=evil
        )
        non_links.append(replace(weighed, review=evil))
        labels |= {HO + evil: Label.of(said), evil: Label.of(said)}
    links = []
    usual = ("contributesTo", "isPartOf", "proposedBy", "continues")
    pairs = ((one, each) for one, evil in enumerate(WORDS) for each in (*usual, evil))
    for at, (one, predicate) in enumerate(pairs):
        evil = WORDS[at % len(WORDS)]
        target = things[(one * 5 + at) % len(things)].iri
        reader = {"reason": drawn.label(evil), "confidence": 0.5, "author": evil, "review": evil}
        links.append(drawn.link(things[one].iri, predicate, target, STANDINGS[at % 3], **reader))
    return drawn.graph(
        things,
        links,
        documents=[replace(drawn.document(evil, evil), url=evil) for evil in WORDS],
        title={"nb": WORDS[0], "en": WORDS[1]},
        issued=WORDS[0],
        licence=WORDS[4],
        labels=labels,
        non_links=tuple(non_links),
    )


def page_data() -> PageData:
    """Return a page with hostile questions, terms, graphs and quads."""
    quads = "".join(
        f'<https://e.x/id/t/{at}> <https://e.x/says> "{escaped}"@nb <https://e.x/graph/g> .\n'
        for at, evil in enumerate(WORDS)
        for escaped in [evil.replace('"', '\\"')]
    )
    text = 'SELECT ?s ?o { VALUES ?ord { "a" }\n?s ?p ?o }'
    start = text.index('"a"')
    return PageData(
        base="https://e.x/",
        prefixes={"e": "https://e.x/"},
        questions=tuple(
            Question(
                f"q{at}",
                text,
                both(evil),
                (evil,),
                (Parameter("ord", '"a"', both(evil), (start, start + 3)),),
            )
            for at, evil in enumerate(WORDS)
        ),
        terms=tuple((f"https://e.x/{at}", True, both(evil)) for at, evil in enumerate(WORDS)),
        graphs={"https://e.x/graph/g": False},
        quads=quads.encode(),
        told=_told(),
        unsaid={
            f"https://e.x/id/{evil}/{at:02}{evil}": (Gap(0, evil, evil, evil),)
            for at, evil in enumerate(WORDS)
        },
    )


def _told():
    """Return what a hostile project says of itself, and how its sources are cited."""
    evil = both(WORDS[0])
    ready = {lang: dict.fromkeys(FORMS, f"{WORDS[1]} {{quote}} {{place}}") for lang in evil}
    return {
        "project": {
            "publishers": [both(each) for each in WORDS],
            "made": both(WORDS[2]),
            "contact": {"name": evil, "page": WORDS[4], "mail": WORDS[2]},
            "description": evil,
            "rights": both(WORDS[1]),
            "version": WORDS[0],
            "limits": [both(each) for each in WORDS],
        },
        "citations": {
            "forms": [(form, both(WORDS[2])) for form in FORMS],
            "escape": ESCAPE,
            "own": ready,
            "sources": dict.fromkeys(WORDS, ready),
        },
        "published": None,
    }
