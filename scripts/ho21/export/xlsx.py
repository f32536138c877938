"""The graph as a workbook: goals, measures, actors, links and sources, with the words of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from ho21.dataset.readings.retired import COLUMNS
from ho21.errors import LANGUAGES
from ho21.model.graph import MENTIONS
from ho21.model.lookup import signed
from ho21.model.read import knowledge_graph
from ho21.model.things import Standing, decimal
from ho21.rdf.namespaces import HO, curie, term
from ho21.resources import messages
from ho21.sparql.answers import yes_or_no
from ho21.tables.table import Column
from ho21.tables.xlsx import Sheet, workbook
from ho21.text import alphabetical, number
from ho21.validation.gaps import unsaid

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ho21.dataset.dataset import Dataset
    from ho21.model.things import Evidence, Link, Passage, Thing
    from ho21.tables.table import CellValue

    Cells = dict[str, CellValue]

_PAGE: Final = term("foaf:page").value


@dataclass(frozen=True)
class _Claim:
    """A row of links: a link by one of its evidence."""

    link: Link
    evidence: Evidence

    @property
    def known(self) -> str:
        """How it is known, as the texts of the workbook name it."""
        return self.evidence.standing.term

    @property
    def order(self) -> tuple[int, str, tuple[str, int], str]:
        """Its place in the sheet: what is stated, mappings, what follows, then readings."""
        is_mapping = not self.link.predicate.startswith(HO)
        groups = ("stated", "mapping", "followsFromInterpreted", "followsFromStated", "interpreted")
        group = groups.index("mapping" if is_mapping else self.known)
        document = next(iter(self.evidence.documents), "")
        return group, document, _order(self.evidence.main), self.evidence.claim


def files(form: str, dataset: Dataset) -> dict[str, bytes]:
    """Return the form's one file by its name; raises UsageError for what Excel cannot hold."""
    return {f"{dataset.slug}.{form}": workbook(_Making(dataset).sheets(), dataset.issued)}


class _Making:
    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self.graph = knowledge_graph(dataset)
        self.lang = dataset.interface
        self.rank = partial(alphabetical, lang=dataset.language_for(self.lang))
        self.spoken = dataset.spoken
        self.texts: dict[str, Any] = messages("export/workbook.toml")
        self.prefixes = dataset.base.prefixes()
        claims = (_Claim(link, evidence) for link, evidence in self.graph.claims)
        self.claims = sorted(claims, key=lambda each: each.order)
        self.gaps = unsaid(dataset)
        self.signs = {each.term: each.sign for each in Standing if each.inferred}
        self.of: defaultdict[str, list[_Claim]] = defaultdict(list)
        self.to: defaultdict[str, list[_Claim]] = defaultdict(list)
        self.shown: dict[str, tuple[list[str], list[Cells]]] = {}
        for each in self.claims:
            self.of[each.link.subject].append(each)
            self.to[each.link.object].append(each)

    def sheets(self) -> list[Sheet]:
        """Return the sheets; a column in which no row has anything is left out, and told of."""
        made = []
        for sheet in self.texts["sheet"]:
            kind, names = sheet.get("class"), [*filter(self.fits, sheet["columns"])]
            rows = (
                self.told(term(kind).value, sheet.get("order", "place"))
                if kind
                else [self.linked(each) for each in self.claims]
            )
            used = [
                each for each in names if not rows or any(row[each] is not None for row in rows)
            ]
            made.append(
                Sheet(
                    sheet[self.lang],
                    [self.column(name) for name in used],
                    [[row[name] for name in used] for row in rows],
                    () if kind else [self.texts["looks"][each.known] for each in self.claims],
                    still=1,
                )
            )
            self.shown[sheet["nb"]] = used, rows
        return [self.readme(made), *made, *self.retired()]

    def retired(self) -> list[Sheet]:
        """Return the sheet of addresses that are gone, where there are any."""
        rows = [
            [cell or None for cell in row]
            for each in self.dataset.retired.values()
            for row in each.rows()
        ]
        told = self.texts["retired"]
        columns = [Column(name, head) for name, head in zip(COLUMNS, told[self.lang], strict=True)]
        return [Sheet(told["sheet"][self.lang], columns, rows)] if rows else []

    def fits(self, column: str) -> bool:
        """Say whether a column is in no further language, or in one that the project has."""
        language = self.texts["column"][column].get("language", "")
        return not language or (language != self.lang and language in self.spoken)

    def column(self, name: str) -> Column:
        told = self.texts["column"][name]
        look = {key: told[key] for key in ("width", "look", "empty") if key in told}
        return Column(name, told[self.lang], **look)

    def told(self, kind: str, order: str) -> list[Cells]:
        """Return what the columns say of each thing of a kind, by place or by name."""
        things = self.graph.of(kind)
        if order == "name":
            things.sort(key=lambda each: (self.rank(each.label[self.lang]), each.iri))
        else:
            things.sort(key=lambda each: (_order(each.main), each.iri))
        return [self.thing(each) for each in things]

    def thing(self, thing: Thing) -> Cells:
        listed = {
            name: self.others(thing.iri, column)
            for name, column in self.texts["column"].items()
            if "links" in column
        }
        stated = self.first(thing.iri)
        named = thing.main or next((each.evidence.main for each in stated), None)
        outdated = _values(thing, "ho:markedOutdated", self.lang)
        return listed | {
            "nameNb": thing.label[self.lang],
            "nameEn": thing.label.en or None,
            "kind": self.named(thing.kind),
            "position": None if thing.position is None else float(thing.position),
            "modality": _values(thing, "ho:modality", self.lang),
            "when": _values(thing, "ho:whenText", self.lang) or thing.when or None,
            "modified": _values(thing, "dcterms:modified", self.lang),
            "outdated": yes_or_no(outdated == "true", self.lang) if outdated else None,
            "url": _lines(each.raw for each in thing.values if each.predicate == _PAGE),
            **self.capture(thing.iri),
            **self.words(thing.main),
            "translation": (thing.main and thing.main.translation["en"]) or None,
            "iri": thing.iri,
            "links": float(len(stated)),
            "roles": self.roles(thing.iri, "stated"),
            "rolesRead": self.roles(thing.iri, "interpreted"),
            **self.words(named, "named"),
            "unsaid": _lines(gap.words[self.lang] for gap in self.gaps.get(thing.iri, ())),
        }

    def words(self, passage: Passage | None, of: str = "") -> Cells:
        """Return the words of a passage, their place and their source."""
        told = (passage.quote, passage.place, self.named(passage.document)) if passage else ()
        names = ("quote", "place", "source")
        keys = [f"{of}{each.capitalize()}" if of else each for each in names]
        return dict.fromkeys(keys) | dict(zip(keys, told, strict=False))

    def capture(self, iri: str) -> Cells:
        """Return how the text of a document was captured."""
        document = self.graph.documents.get(iri)
        names = ("captured", "format", "sha256")
        return {name: (document and getattr(document, name)) or None for name in names}

    def first(self, iri: str) -> list[_Claim]:
        """Return the stated links of a thing in the order of the sources."""
        stated = (each for each in (*self.to[iri], *self.of[iri]) if each.known == "stated")
        return sorted(stated, key=lambda each: _order(each.evidence.main))

    def linked(self, claim: _Claim) -> Cells:
        link, evidence = claim.link, claim.evidence
        subject, target = (self.graph.entities.get(each) for each in link.ends)
        words = self.words(evidence.main, "link")
        if not evidence.main:
            words |= {"linkPlace": self.written(evidence), "linkSource": self.reader(evidence)}
        return {
            "from": self.named(link.subject),
            "link": self.named(link.predicate),
            "to": self.named(link.object),
            "said": signed(evidence.standing.iri, self.named(evidence.standing.iri)),
            "basis": self.named(evidence.basis),
            "confidence": evidence.confidence,
            "reasonNb": evidence.reason[self.lang] or None,
            "reasonEn": evidence.reason.en or None,
            "review": self.named(evidence.review) if evidence.review else None,
            **words,
            "fromKind": self.named(subject.kind) if subject else None,
            "toKind": self.named(target.kind) if target else None,
            **self.words(subject.main if subject else None, "from"),
            "fromIri": link.subject,
            "linkIri": link.predicate,
            "toIri": link.object,
            "iri": evidence.claim,
        }

    def others(self, iri: str, column: dict[str, Any]) -> CellValue:
        """Return the names at the other end of a thing's links of a kind, each on its own line."""
        inward = "end" in column
        known = column.get("said", "stated")
        wanted = {term(each).value for each in column["links"]}
        kind = term(column["among"]).value if "among" in column else ""
        names = set()
        for each in (self.to if inward else self.of)[iri]:
            other = each.link.subject if inward else each.link.object
            fits = each.known == known and each.link.predicate in wanted
            if fits and (not kind or (other in self.graph.things and self.graph.is_a(other, kind))):
                names.add(self.sure(other, each.evidence.confidence))
        sign = f"{self.signs[known]} " if known in self.signs else ""
        return _lines(f"{sign}{each}" for each in sorted(sorted(names), key=self.rank))

    def sure(self, iri: str, confidence: float | None) -> str:
        """Return a name, with how sure a reader is of it."""
        if confidence is None:
            return self.named(iri)
        told: str = self.texts["words"]["times"]
        return told.format(name=self.named(iri), count=number(decimal(confidence), self.lang))

    def roles(self, iri: str, known: str) -> CellValue:
        """Return what an actor is to others, and how many times; to be mentioned is no role."""
        counted = Counter(
            self.graph.phrase(each.link.predicate, back=back)[self.lang]
            for claims, back in ((self.to[iri], True), (self.of[iri], False))
            for each in claims
            if each.known == known and each.link.predicate.startswith(HO)
            if each.link.predicate != MENTIONS
        )
        times = self.texts["words"]["times"]
        ranked = sorted((-n, alphabetical(role, self.lang), role) for role, n in counted.items())
        return _lines(times.format(name=role, count=-n) for n, _, role in ranked)

    def written(self, evidence: Evidence) -> CellValue:
        """Return where a reading is written; what follows from one has the place of that one."""
        claim = next(iter(evidence.premises), evidence.claim)
        file, line = self.dataset.places.get(claim, ("", 0))
        return f"{file.rpartition('/')[2]}:{line}" if line else None

    def reader(self, evidence: Evidence) -> CellValue:
        reader: str = self.texts["words"]["reader"][self.lang]
        return reader.format(author=self.named(evidence.author)) if evidence.author else None

    def named(self, iri: str) -> str:
        label = self.graph.labels.get(iri)
        return label[self.lang] if label else curie(iri, self.prefixes)

    def readme(self, sheets: list[Sheet]) -> Sheet:
        """Return the sheet that tells what the others are."""
        words = self.texts["readme"]
        facts = self.project()
        rows: list[tuple[str, tuple[CellValue, ...]]] = [
            ("title", (facts[f"title_{self.lang}"], None, *[None] * len(self.spoken))),
            ("", self.fitted([], [facts["description_nb"], facts["description_en"]])),
        ]

        def part(name: str) -> None:
            rows.append(("", self.fitted([], [None, None])))
            first, *other = (words[name][lang] for lang in self.spoken)
            rows.append(("part", (first, None, None, *other)))

        def line(each: dict[str, Any]) -> None:
            said = (each["what"].get(lang, "").format_map(facts).strip() for lang in LANGUAGES)
            told = [words or None for words in said]
            names = (each[lang] for lang in self.spoken)
            rows.append((each.get("look", ""), self.fitted([*names], told)))

        for each in words["line"]:
            if self.dataset.is_stated or "only" not in each:
                line(each)
        part("sheets")
        for each, sheet in zip(self.texts["sheet"], sheets, strict=True):
            what = [each["what"][lang] for lang in LANGUAGES]
            rows.append(("", self.fitted([sheet.name, float(len(sheet.rows))], what)))
        part("about")
        for each in words["note"]:
            line(each)
        for each in self.silences():
            line(each)
        part("columns")
        rows += self.columns()
        return Sheet(
            words["name"][self.lang],
            [Column("", width=width) for width in (20, 26, *[70] * len(self.spoken))],
            [row for _, row in rows],
            [look for look, _ in rows],
            filtered=False,
        )

    def columns(self) -> Iterator[tuple[str, tuple[CellValue, ...]]]:
        """Yield a row of the first sheet for each column of the others, and how it looks."""
        for each in self.texts["sheet"]:
            for name in self.shown[each["nb"]][0]:
                column = self.texts["column"][name]
                what = [column["what"]["nb"], column["what"]["en"]]
                if len(self.spoken) > 1:
                    what[1] = f"{column['en']}: {what[1]}"
                names = [each[self.lang], column[self.lang]]
                yield column.get("look", ""), self.fitted(names, what)

    def fitted(
        self, names: Sequence[CellValue], what: Sequence[CellValue]
    ) -> tuple[CellValue, ...]:
        """Return a row of the first sheet: two names, and what is told in each language spoken."""
        told = dict(zip(LANGUAGES, what, strict=True))
        own = [told[lang] for lang in self.spoken]
        # What is the same in both languages is written once.
        return (*names, None, None)[:2] + tuple(own if any(own) else [what[0]] * len(own))

    def silences(self) -> Iterator[dict[str, Any]]:
        """Yield what is told of columns that no row fills, and of rows where a silence matters."""
        words = self.texts["readme"]
        for each in words["silence"]:
            _, rows = self.shown[each["sheet"]]
            count = sum(all(row[name] is None for name in each["columns"]) for row in rows)
            if count:
                numbers = {"count": count, "all": len(rows)}
                yield _filled_in(each, dict.fromkeys(LANGUAGES, numbers))
        gone = [
            (sheet[self.lang], self.texts["column"][name])
            for sheet in self.texts["sheet"]
            for name in filter(self.fits, sheet["columns"])
            if name not in self.shown[sheet["nb"]][0]
        ]
        if gone:
            told = {
                lang: {
                    "columns": "; ".join(
                        words["left_out"]["each"][lang].format(sheet=name, column=column[lang])
                        for name, column in gone
                    )
                }
                for lang in LANGUAGES
            }
            yield _filled_in(words["left_out"], told)

    def project(self) -> dict[str, str]:
        """Return what the project says of itself, by name and language."""
        own = self.dataset.own
        told = {"version": self.dataset.version, "issued": self.dataset.issued}
        told["slug"] = self.dataset.slug
        for name in ("said", "unsaid"):
            told[name] = self.texts["column"][name][self.lang]
        told["links"] = next(x[self.lang] for x in self.texts["sheet"] if "class" not in x)
        told["licence"] = "".join(own("dcterms:license")[:1])
        publisher = "".join(own("dcterms:publisher")[:1])
        for lang in LANGUAGES:
            label = self.graph.labels.get(publisher)
            told[f"publisher_{lang}"] = label[lang] if label else ""
            told[f"whose_{lang}"] = self.graph.whose(lang)
            for name in ("title", "description", "rights"):
                spoken = self.dataset.language_for(lang)
                told[f"{name}_{lang}"] = "".join(own(f"dcterms:{name}", spoken)[:1])
        return told


def _filled_in(line: dict[str, Any], told: Mapping[str, Mapping[str, object]]) -> dict[str, Any]:
    """Return a line of the first sheet with some facts in each language."""
    return line | {"what": {lang: line["what"][lang].format(**told[lang]) for lang in LANGUAGES}}


def _order(passage: Passage | None) -> tuple[str, int]:
    """Order by source and place, what has no words first."""
    return (passage.document, passage.start) if passage else ("", 0)


def _values(thing: Thing, name: str, lang: str) -> str | None:
    """Return what is said of a thing by a property, each on its own line."""
    wanted = term(name).value
    return _lines(each.text[lang] for each in thing.values if each.predicate == wanted)


def _lines(told: Iterable[str]) -> str | None:
    return "\n".join(told) or None
