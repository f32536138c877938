"""The graph as a workbook: goals, measures, actors, links and sources, with the words of each."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from ho21.answer import norwegian
from ho21.ask import label_of
from ho21.fault import LANGUAGES
from ho21.names import curie, local, term
from ho21.rooms import page
from ho21.spelling import spelled
from ho21.store import READ, select
from ho21.unsaid import unsaid
from ho21.workbook import Column, Sheet, number, workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ho21.store import Dataset
    from ho21.workbook import Cell

BOOK: Final = "xlsx"
_LANG: Final = "nb"
_ACTOR: Final = term("ho:Actor")
_MENTIONS: Final = term("ho:mentions")
_LOOKS: Final = {"stated": "", "follows": "inferred", "read": "read", "follows-read": "read"}

Row = dict[str, Any]


@dataclass(frozen=True)
class _Link:
    """A row of links: its nodes by column, and how it is known."""

    row: Row
    known: str

    @property
    def stated(self) -> bool:
        return self.known == "stated"

    @property
    def read(self) -> bool:
        return self.known == "read"


def files(form: str, dataset: Dataset, *, stated_only: bool = False) -> dict[str, bytes]:
    """Return the one file of the form, by its name; raises CallError for what Excel cannot hold."""
    made = _Making(dataset, stated_only=stated_only)
    return {f"ho21.{form}": workbook(made.sheets(), dataset.issued)}


class _Making:
    def __init__(self, dataset: Dataset, *, stated_only: bool) -> None:
        self.dataset = dataset
        self.stated_only = stated_only
        self.texts: dict[str, Any] = tomllib.loads(page("workbook.toml"))
        self.store = dataset.store(stated_only=stated_only)
        self.prefixes = dataset.base.prefixes()
        self.labels: dict[NamedNode, str] = {}
        self.links = [_Link(row, self.known(row)) for row in self.rows("sheet-links.rq")]
        self.things = list(self.rows("sheet-things.rq"))
        self.about = {row["thing"]: row for row in self.rows("sheet-words.rq")}
        self.gaps = unsaid(dataset)
        self.kinds: defaultdict[str, set[NamedNode]] = defaultdict(set)
        for row in self.things:
            self.kinds[curie(row["class"].value, self.prefixes)].add(row["thing"])
        self.at: dict[str, defaultdict[NamedNode, list[_Link]]] = {
            end: defaultdict(list) for end in ("subject", "object")
        }
        for link in self.links:
            for end, links in self.at.items():
                links[link.row[end]].append(link)

    def rows(self, query: str) -> Iterator[Row]:
        found = select(self.store, page(query))
        names = [each.value for each in found.variables]
        for row in found:
            nodes = (spelled(node, self.dataset.spelling) for node in row)
            yield dict(zip(names, nodes, strict=True))

    def known(self, row: Row) -> str:
        """Return how a link is known, by the graph its claim lies in."""
        graph = row["graph"].value.removeprefix(self.dataset.base.graph("").value)
        how = "read" if graph in READ else "stated"
        if not graph.startswith("slutning"):
            return how
        return "follows" if how == "stated" else "follows-read"

    def sheets(self) -> list[Sheet]:
        made = []
        for sheet in self.texts["sheet"]:
            columns = [self.texts["column"][name] for name in sheet["columns"]]
            kind = sheet.get("class")
            rows = self.told(term(kind)) if kind else [self.linked(each) for each in self.links]
            made.append(
                Sheet(
                    sheet["name"],
                    [
                        Column(
                            each["nb"], each["width"], each.get("look", ""), each.get("empty", "")
                        )
                        for each in columns
                    ],
                    [[row[name] for name in sheet["columns"]] for row in rows],
                    () if kind else [_LOOKS[each.known] for each in self.links],
                    still=1,
                )
            )
        return [self.readme(made), *made]

    def told(self, kind: NamedNode) -> list[dict[str, Cell]]:
        """Return what the columns say of each thing of a kind; actors by the Norwegian alphabet."""
        rows = [row for row in self.things if row["class"] == kind]
        if kind == _ACTOR:
            rows.sort(key=lambda row: (norwegian(row["nameNb"].value), row["thing"].value))
        return [self.thing(row) for row in rows]

    def thing(self, row: Row) -> dict[str, Cell]:
        node = row["thing"]
        listed = {
            name: self.others(node, column)
            for name, column in self.texts["column"].items()
            if "links" in column
        }
        stated = self.first(node)
        named: Row = stated[0].row if stated else {}
        outdated = row["outdated"]
        return listed | {
            **{name: self.cell(value) for name, value in row.items()},
            "when": self.cell(row["whenText"] or row["when"]),
            "outdated": self.texts["words"]["truth"][outdated.value] if outdated else None,
            "place": _place(row),
            "iri": node.value,
            "links": float(len(stated)),
            "roles": self.roles(node, "stated"),
            "rolesRead": self.roles(node, "read"),
            "namedQuote": self.cell(row["quote"] or named.get("quote")),
            "namedPlace": _place(row) or _place(named),
            "namedSource": self.cell(row["source"] or named.get("source")),
            "unsaid": _lines([gap.nb for gap in self.gaps.get(node.value, ())]),
        }

    def first(self, node: NamedNode) -> list[_Link]:
        """Return the stated links of a thing in the order of the sources."""
        links = [*self.at["object"][node], *self.at["subject"][node]]
        return sorted(
            (each for each in links if each.stated),
            key=lambda each: (each.row["source"].value, int(each.row["start"].value)),
        )

    def linked(self, link: _Link) -> dict[str, Cell]:
        row = link.row
        subject, target = (self.about.get(row[end], {}) for end in ("subject", "object"))
        return {
            **{name: self.cell(value) for name, value in row.items()},
            "from": self.cell(row["subject"]),
            "link": self.cell(row["predicate"]),
            "to": self.cell(row["object"]),
            "said": self.texts["said"][link.known],
            "linkQuote": self.cell(row["quote"]),
            "linkPlace": _place(row) or self.written(row),
            "linkSource": self.cell(row["source"]) or self.reader(row),
            "fromKind": self.cell(subject.get("kind")),
            "toKind": self.cell(target.get("kind")),
            "fromQuote": self.cell(subject.get("quote")),
            "fromPlace": _place(subject),
            "fromIri": row["subject"].value,
            "linkIri": row["predicate"].value,
            "toIri": row["object"].value,
            "iri": row["claim"].value,
        }

    def others(self, node: NamedNode, column: dict[str, Any]) -> Cell:
        """Return the names at the other end of a thing's links of a kind, each on its own line."""
        here, there = ("object", "subject") if "end" in column else ("subject", "object")
        known = column.get("said", "stated")
        wanted = {term(each) for each in column["links"]}
        among = self.kinds[column["among"]] if "among" in column else None
        names = {
            self.sure(each.row[there], each.row["confidence"])
            for each in self.at[here][node]
            if each.known == known
            and each.row["predicate"] in wanted
            and (among is None or each.row[there] in among)
        }
        return _lines(sorted(sorted(names), key=norwegian))

    def sure(self, node: NamedNode, confidence: Literal | None) -> str:
        """Return a name, with how sure a reader is of it, as Norwegian writes a decimal."""
        if confidence is None:
            return self.named(node)
        told: str = self.texts["words"]["times"]
        return told.format(name=self.named(node), count=confidence.value.replace(".", ","))

    def roles(self, node: NamedNode, known: str) -> Cell:
        """Return what others have an actor be, and how many times; to be mentioned is no role."""
        counted = Counter(
            each.row["predicate"]
            for each in self.at["object"][node]
            if each.known == known and each.row["predicate"] != _MENTIONS
        )
        times = self.texts["words"]["times"]
        told = [(-count, norwegian(self.named(role)), role) for role, count in counted.items()]
        ranked = sorted(told, key=lambda each: (*each[:2], each[2].value))
        return _lines([times.format(name=self.named(role), count=-n) for n, _, role in ranked])

    def written(self, row: Row) -> Cell:
        """Return where a reading is written; what follows from one has the place of that one."""
        claim = row["premise"].value if row["premise"] else row["claim"].value
        file, line = self.dataset.places.get(claim, ("", 0))
        return f"{file.rpartition('/')[2]}:{line}" if line else None

    def reader(self, row: Row) -> Cell:
        author = row["author"]
        reader: str = self.texts["words"]["reader"]
        return reader.format(author=self.named(author)) if author else None

    def cell(self, node: object) -> Cell:
        """Return a node as a sheet has it: a name for an IRI, a number where it is one."""
        if isinstance(node, NamedNode):
            return self.named(node)
        return number(node.value, node) if isinstance(node, Literal) else None

    def named(self, node: NamedNode) -> str:
        if node not in self.labels:
            label = label_of(node, _LANG, self.store)
            self.labels[node] = label or curie(node.value, self.prefixes)
        return self.labels[node]

    def readme(self, sheets: list[Sheet]) -> Sheet:
        """Return the sheet that tells what the others are."""
        words = self.texts["readme"]
        facts = self.house()
        rows: list[tuple[str, tuple[Cell, ...]]] = [
            ("title", (facts["title_nb"], None, None, None)),
            ("", (None, None, facts["description_nb"], facts["description_en"])),
        ]

        def part(name: str) -> None:
            rows.append(("", (None, None, None, None)))
            rows.append(("part", (words[name]["nb"], None, None, words[name]["en"])))

        def line(each: dict[str, Any]) -> None:
            told = [each["what"].get(lang, "").format_map(facts) or None for lang in LANGUAGES]
            rows.append((each.get("look", ""), (each["nb"], each["en"], *told)))

        for each in words["line"]:
            if self.stated_only or "only" not in each:
                line(each)
        part("sheets")
        for each, sheet in zip(self.texts["sheet"], sheets, strict=True):
            what = [each["what"][lang] for lang in LANGUAGES]
            rows.append(("", (sheet.name, float(len(sheet.rows)), *what)))
        part("about")
        for each in words["note"]:
            line(each)
        part("columns")
        for each in self.texts["sheet"]:
            for name in each["columns"]:
                column = self.texts["column"][name]
                what = [column["what"]["nb"], f"{column['en']}: {column['what']['en']}"]
                rows.append((column.get("look", ""), (each["name"], column["nb"], *what)))
        return Sheet(
            words["name"],
            [Column("", 20), Column("", 26), Column("", 70), Column("", 70)],
            [row for _, row in rows],
            [look for look, _ in rows],
            filtered=False,
        )

    def house(self) -> dict[str, str]:
        """Return what the house says of itself, by name and language."""
        own = NamedNode(self.dataset.base.iri)
        told = defaultdict(str, version=self.dataset.version, issued=self.dataset.issued)
        for fact in self.dataset.facts[self.dataset.base.graph("huset").value]:
            if fact.subject != own:
                continue
            name = local(fact.predicate)
            if isinstance(fact.object, Literal):
                told[f"{name}_{fact.object.language}"] = fact.object.value
            elif name == "publisher":
                for lang in LANGUAGES:
                    told[f"{name}_{lang}"] = label_of(fact.object, lang, self.store) or ""
            elif name == "license":
                told["licence"] = fact.object.value
        return told


def _place(row: Row) -> Cell:
    """Return ``file:line`` of the passage of a row, where it has one."""
    return f"{local(row['source'])}.txt:{row['line'].value}" if row.get("source") else None


def _lines(told: list[str]) -> Cell:
    return "\n".join(told) or None
