"""A picture and a book with hostile words in every field that can hold words."""

from ho21.ask import Parameter, Question
from ho21.explorer import Book
from ho21.picture import Fact, Link, Node, Picture, Source, Statement, Unmade, both

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


def picture() -> Picture:
    """Return a picture where every label, quote, class, IRI, fact, reason and source is hostile."""
    nodes, links = [], []
    for at, evil in enumerate(WORDS):
        words = {"nb": f"nb {evil}", "en": f"en {evil}"}
        said = Statement(evil, evil, words, evil, at, at, evil)
        kinds = KINDS[at % len(KINDS)]
        unmade = Unmade(at % 2 == 0, words, words, words, evil, words, words)
        facts = (Fact("when", words, words, evil), Fact("modality", words, words, evil))
        nodes.append(
            Node(
                f"https://e.x/id/{evil}/{at}{evil}",
                kinds[0] if at % 3 else evil,
                words,
                words,
                (said,),
                (*kinds, evil),
                facts=(*facts, Fact(evil, words, words, evil), Fact("whenText", words, words)),
                unmade=(unmade,),
            )
        )
    usual = ("contributesTo", "isPartOf", "proposedBy", "continues")
    pairs = ((one, each) for one, evil in enumerate(WORDS) for each in (*usual, evil))
    for at, (one, predicate) in enumerate(pairs):
        basis = ("stated", "read", "inferred")[at % 3]
        target = nodes[(one * 5 + at) % len(nodes)].id
        evil = WORDS[at % len(WORDS)]
        words = both(evil)
        links.append(
            Link(nodes[one].id, target, predicate, words, basis, words, "0.5", words, words)
        )
    return Picture(
        title={"nb": WORDS[0], "en": WORDS[1]},
        issued=WORDS[0],
        nodes=tuple(nodes),
        links=tuple(links),
        kinds={evil: both(evil) for evil in WORDS},
        sources=tuple(Source(evil, both(evil), evil) for evil in WORDS),
        licence=WORDS[4],
    )


def book() -> Book:
    """Return a book with hostile questions, terms, graphs and quads."""
    quads = "".join(
        f'<https://e.x/id/t/{at}> <https://e.x/says> "{escaped}"@nb <https://e.x/graph/g> .\n'
        for at, evil in enumerate(WORDS)
        for escaped in [evil.replace('"', '\\"')]
    )
    text = 'SELECT ?s ?o { VALUES ?ord { "a" }\n?s ?p ?o }'
    start = text.index('"a"')
    return Book(
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
    )
