"""What a check found: each finding with its place, and the report of them all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from ho21.errors import LANGUAGES
from ho21.rdf.namespaces import VOCABULARIES
from ho21.resources import message, messages, template
from ho21.text import fill_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ho21.dataset.coverage import Coverage
    from ho21.errors import Fault

SEVERITIES: Final = ("rule", "violation", "warning", "info")
SHACL: Final = VOCABULARIES["sh"]
_SHOWN: Final = ("severity", "shape", "focus", "path", "label", "message", "file", "line", "read")
_COUNTED: Final = ("characters", "stated", "set_aside", "unaccounted")
_FEW: Final = 5
_MESSAGES: Final = "validation/messages.toml"


def translated(table: str, key: str, **fields: object) -> dict[str, str]:
    """Return a text of ``validation/messages.toml`` in every language, its fields filled in."""
    return {
        lang: fill_in(message(_MESSAGES, table, key, lang), lang, **fields) for lang in LANGUAGES
    }


@dataclass(frozen=True, order=True)
class Finding:
    """What a shape or a rule of the project does not accept; ``results`` as SHACL has them."""

    severity: str
    shape: str
    focus: str
    path: str
    label: dict[str, str] = field(compare=False)
    message: dict[str, str] = field(compare=False)
    file: str
    line: int
    read: int = 0
    results: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def told(self, lang: str) -> str:
        """Return the finding as one sentence after its place, ``file:line``."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return ": ".join(part for part in (place, self.label[lang], self.message[lang]) if part)


def what_is_wrong(message: str) -> str:
    """Return what a message says is wrong; what to do about it stands after the first semicolon."""
    return message.partition(";")[0].rstrip(".") + "."


def finding(fault: Fault, severity: str = "rule") -> Finding:
    """Return a fault of the project's files as a finding."""
    message = {lang: fault.message(lang) for lang in LANGUAGES}
    nameless = dict.fromkeys(LANGUAGES, "")
    return Finding(severity, "", "", "", nameless, message, fault.file, fault.line)


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in order: the gravest first, and those alike by their places."""
    return tuple(sorted(sorted(findings), key=lambda each: SEVERITIES.index(each.severity)))


def unread(faults: Iterable[Fault]) -> Report:
    """Return the report on a project that cannot be read: why, and nothing else."""
    return Report(tuple(map(finding, faults)), 0, 0, {}, {})


@dataclass(frozen=True)
class Report:
    """What a check found, what it looked at (nodes, shapes, nodes of each, sources), and by what.

    ``engine`` is what tried the shapes.
    """

    findings: tuple[Finding, ...]
    nodes_checked: int
    shapes_checked: int
    coverage: Mapping[str, Coverage]
    asked: Mapping[str, tuple[int, dict[str, str]]]
    engine: str = ""

    def joined(self, faults: Iterable[Fault]) -> Report:
        """Return the report with more broken rules of the project among the others, in order."""
        return replace(self, findings=ranked([*self.findings, *map(finding, faults)]))

    def conforms(self, *, strict: bool = False) -> bool:
        """Say whether nothing is broken; ``strict`` makes gaps count too."""
        return not {each.severity for each in self.findings} & set(SEVERITIES[: 2 + strict])

    def groups(self, severity: str) -> list[list[Finding]]:
        """Return the findings of a severity by shape, those of the most nodes first."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for each in self.findings:
            if each.severity == severity:
                own = (
                    "" if severity == "rule" else each.file
                )  # rules are told in the order of the files
                found[each.shape or each.focus or own].append(each)
        return sorted(found.values(), key=lambda them: -len(them))

    def told(self, found: list[Finding], lang: str) -> str:
        """Return how many nodes fail a shape, why, and for how many of them a reading would do."""
        if found[0].shape not in self.asked:
            return found[0].told(lang)
        nodes, things = self.asked[found[0].shape]
        counts = {"n": len(found), "m": nodes, "things": things[lang]}
        counted = translated("words", "count", message=found[0].message[lang], **counts)[lang]
        read = translated("words", "read", n=sum(each.read > 0 for each in found))[lang]
        return f"{counted} {read}" if any(each.read for each in found) else counted

    def shares(self) -> list[dict[str, str]]:
        """Return how much of each source is stated, set aside and unaccounted for, in per cent."""
        shares = []
        for source, each in sorted(self.coverage.items()):
            whole = each.characters or 1
            share = {x: round(100 * getattr(each, x) / whole) for x in _COUNTED[1:]}
            shares.append(translated("words", "source", source=source, characters=whole, **share))
        return shares

    def verdict(self, *, strict: bool = False) -> dict[str, str]:
        """Return whether all is in order, and how much there is to know."""
        counts = {x: sum(each.severity == x for each in self.findings) for x in SEVERITIES}
        counts |= {"nodes": self.nodes_checked, "shapes": self.shapes_checked}
        return translated("words", "holds" if self.conforms(strict=strict) else "fails", **counts)

    def as_dict(self, *, strict: bool = False) -> dict[str, object]:
        """Return the report as ``check --format json`` gives it."""
        return {
            "conforms": self.conforms(strict=strict),
            "strict": strict,
            "engine": self.engine,
            "nodes_checked": self.nodes_checked,
            "shapes_checked": self.shapes_checked,
            "findings": [{name: getattr(each, name) for name in _SHOWN} for each in self.findings],
            "coverage": {
                source: {name: getattr(each, name) for name in _COUNTED}
                for source, each in sorted(self.coverage.items())
            },
        }

    def page(self) -> dict[str, object]:
        """Return what a page of the report is made from, beside the report itself."""
        told = messages(_MESSAGES)
        return {"words": told["words"], "severities": SEVERITIES}

    def as_text(self, lang: str, *, strict: bool = False, brief: bool = False) -> str:
        """Return the report as a person reads it; ``brief`` is its last line alone."""
        verdict = self.verdict(strict=strict)[lang]
        if brief:
            return f"{verdict}\n"
        made = template("validation/templates/check.txt.j2")
        return made.render(report=self, lang=lang, few=_FEW, verdict=verdict, **self.page()) + "\n"

    def as_turtle(self, *, strict: bool = False) -> str:
        """Return the SHACL validation report; broken rules of the project stand as comments."""
        made = template("validation/templates/check.ttl.j2")
        conforms = self.conforms(strict=strict)
        told = made.render(
            report=self, sh=SHACL, conforms=conforms, literal=Literal, langs=LANGUAGES
        )
        return f"{told}\n"
