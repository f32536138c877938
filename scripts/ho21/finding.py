"""What a check found: each finding with its place, and the report of them all."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal

from ho21.fault import LANGUAGES
from ho21.names import VOCABULARIES, Node
from ho21.rooms import page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ho21.account import Coverage

SEVERITIES: Final = ("rule", "violation", "warning", "info")
SHACL: Final = VOCABULARIES["sh"]
_SHOWN: Final = ("severity", "shape", "focus", "path", "label", "message", "file", "line", "read")
_COUNTED: Final = ("characters", "stated", "set_aside", "unaccounted")
_FEW: Final = 5


@cache
def texts() -> dict[str, dict[str, dict[str, str]]]:
    """Return the texts of ``pages/check.toml``: table, key, language."""
    return tomllib.loads(page("check.toml"))


def tell(table: str, key: str, **fields: object) -> dict[str, str]:
    """Return a text in every language, its fields filled in."""
    return {lang: texts()[table][key][lang].format(**fields) for lang in LANGUAGES}


def tagged(values: Iterable[Node], default: str = "") -> dict[str, str]:
    """Return the text of each language among some literals, else the default."""
    tagged = {each.language: each.value for each in values if isinstance(each, Literal)}
    return {lang: tagged.get(lang, default) for lang in LANGUAGES}


@dataclass(frozen=True, order=True)
class Finding:
    """What a shape or a rule of the house does not accept; ``results`` as SHACL has them."""

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

    def turtle(self, component: str, value: str) -> str:
        """Return one result of the finding as SHACL reports it."""
        inverse = self.path.startswith("^")
        path = f"[ sh:inversePath <{self.path[1:]}> ]" if inverse else f"<{self.path}>"
        facts = [
            f"a sh:ValidationResult ; sh:focusNode <{self.focus}>",
            *([f"sh:resultPath {path}"] if self.path else []),
            *([f"sh:value {value}"] if value else []),
            f"sh:resultSeverity sh:{self.severity.capitalize()}",
            f"sh:sourceConstraintComponent <{component}> ; sh:sourceShape <{self.shape}>",
            *(f"sh:resultMessage {Literal(self.message[x], language=x)}" for x in LANGUAGES),
        ]
        return f"    sh:result [ {' ; '.join(facts)} ]"


@dataclass(frozen=True)
class Report:
    """What a check found, and what it looked at: nodes, shapes, nodes of each shape, sources."""

    findings: tuple[Finding, ...]
    nodes_checked: int
    shapes_checked: int
    coverage: Mapping[str, Coverage]
    asked: Mapping[str, tuple[int, dict[str, str]]]

    def conforms(self, *, strict: bool = False) -> bool:
        """Say whether nothing is broken; ``strict`` makes gaps count too."""
        return not {each.severity for each in self.findings} & set(SEVERITIES[: 2 + strict])

    def groups(self, severity: str) -> list[list[Finding]]:
        """Return the findings of a severity by shape, those of the most nodes first."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for each in self.findings:
            if each.severity == severity:
                found[each.shape or each.focus].append(each)
        return sorted(found.values(), key=lambda them: -len(them))

    def told(self, found: list[Finding], lang: str) -> str:
        """Return how many nodes fail a shape, why, and for how many of them a reading would do."""
        if found[0].shape not in self.asked:
            return found[0].told(lang)
        nodes, things = self.asked[found[0].shape]
        counts = {"n": len(found), "m": nodes, "things": things[lang]}
        counted = tell("words", "count", message=found[0].message[lang], **counts)[lang]
        read = tell("words", "read", n=sum(each.read > 0 for each in found))[lang]
        return f"{counted} {read}" if any(each.read for each in found) else counted

    def shares(self) -> list[dict[str, str]]:
        """Return how much of each source is stated, set aside and unaccounted for, in per cent."""
        shares = []
        for source, each in sorted(self.coverage.items()):
            whole = each.characters or 1
            share = {x: round(100 * getattr(each, x) / whole) for x in _COUNTED[1:]}
            shares.append(tell("words", "source", source=source, characters=whole, **share))
        return shares

    def verdict(self, *, strict: bool = False) -> dict[str, str]:
        """Return in one sentence whether the house holds."""
        counts = {x: sum(each.severity == x for each in self.findings) for x in SEVERITIES}
        counts |= {"nodes": self.nodes_checked, "shapes": self.shapes_checked}
        return tell("words", "holds" if self.conforms(strict=strict) else "fails", **counts)

    def as_dict(self, *, strict: bool = False) -> dict[str, object]:
        """Return the report as ``check --format json`` gives it."""
        return {
            "conforms": self.conforms(strict=strict),
            "strict": strict,
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
        return {"words": texts()["words"], "severities": SEVERITIES}

    def as_text(self, lang: str, *, strict: bool = False, brief: bool = False) -> str:
        """Return the report as a person reads it; ``brief`` is its last line alone."""
        words, lines = texts()["words"], list[str]()
        for severity in SEVERITIES:
            groups = self.groups(severity)
            lines += [f"{words[severity][lang]} ({sum(map(len, groups))})"] if groups else []
            for found in groups:
                if severity in SEVERITIES[:2]:
                    lines += [f"  {each.told(lang)}" for each in found]
                    continue
                lines.append(f"  {self.told(found, lang)}")
                if found[0].shape in self.asked and len(found) <= _FEW:
                    lines.append(f"    {' · '.join(each.label[lang] for each in found)}")
            lines += [""] if groups else []
        lines += [words["coverage"][lang], *(f"  {each[lang]}" for each in self.shares()), ""]
        return "\n".join([*([] if brief else lines), self.verdict(strict=strict)[lang], ""])

    def as_turtle(self, *, strict: bool = False) -> str:
        """Return the SHACL validation report; broken rules of the house stand as comments."""
        rules = [f"# {each.told('en')}" for each in self.findings if each.severity == "rule"]
        conforms = f"    sh:conforms {str(self.conforms(strict=strict)).lower()}"
        results = [each.turtle(*result) for each in self.findings for result in each.results]
        head = [f"@prefix sh: <{SHACL}> .", "", *rules, "[] a sh:ValidationReport ;"]
        return "\n".join([*head, " ;\n".join([conforms, *results])]) + " .\n"
