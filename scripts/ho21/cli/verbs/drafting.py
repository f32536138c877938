"""Drafts at the terminal: documents become drafts, which are listed and removed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from ho21.console import busy, out, tell
from ho21.errors import UsageError, unwritable
from ho21.home import PACKAGE
from ho21.resources import messages
from ho21.tables.table import Cell, Column, Table
from ho21.tables.text import as_text
from ho21.text import fill_in

if TYPE_CHECKING:
    import argparse

    from ho21.ingest.drafts.folder import Draft
    from ho21.project import FileLimits, Project


def draft_documents(options: argparse.Namespace, project: Project, lang: str) -> None:
    """Draft some files, list the drafts there are, tell how they fared, or remove one."""
    root = folder_of(project)
    if options.remove is not None:
        remove_draft(root, options.remove, lang)
    elif options.evaluate:
        _evaluate(root, project.limits, lang)
    elif options.files:
        _draft(options, project, root, lang)
    else:
        _list(root, project.limits, lang)


def folder_of(project: Project) -> Path:
    """Return the folder that a project lies in; raises UsageError where that is no one's own."""
    graph = project.graph
    if not isinstance(graph, Path) or graph.resolve().parent == Path(PACKAGE):
        raise UsageError("draft-in-archive")
    return graph.resolve().parent


def _draft(options: argparse.Namespace, project: Project, root: Path, lang: str) -> None:
    from ho21.compiled.opening import open_dataset
    from ho21.ingest.drafts.making import Drafting, documents_in

    files = documents_in(options.files)
    name = vars(options)["as"]
    if name and len(files) != 1:
        raise UsageError("draft-one-name", count=len(files))
    said = messages("cli/help.toml")["drafted"]
    with busy(lang):
        drafting = Drafting(open_dataset(project, cached=not options.no_cache), root)
    failed: list[UsageError] = []
    for file in files:
        try:
            with busy(lang):
                draft, told = drafting.draft(
                    file, name, url=options.url or "", language=options.language
                )
        except UsageError as error:
            failed.append(error)
            continue
        for fault in told:
            tell(fault.text(lang))
        counted = _counted(draft)
        spoken = draft.origin["language"]
        counted["spoken"] = said["languages"].get(spoken, {}).get(lang, spoken)
        out(fill_in(said["made"][lang], lang, **counted) + "\n")
    for each in failed[:-1]:
        tell(each.text(lang))
    if failed:
        raise failed[-1]


def _counted(draft: Draft) -> dict[str, object]:
    """Return what is told of a draft in numbers."""
    return {
        "name": draft.name,
        "language": draft.origin["language"],
        "letters": len(draft.text),
        "count": sum(each.says for each in draft.rows),
        "unsure": draft.unsure,
        "left": draft.left,
        "decided": sum(each.is_decided for each in draft.rows),
    }


def _list(root: Path, limits: FileLimits, lang: str) -> None:
    from ho21.ingest.drafts.making import drafts_told

    drafts = drafts_told(root, limits)
    said = messages("cli/help.toml")["drafted"]
    if not drafts:
        tell(said["none"][lang])
        return
    heads = said["columns"]
    columns = tuple(Column(name, heads[name][lang]) for name in heads)
    told = map(_counted, drafts)
    rows = tuple(tuple(Cell(str(each[name])) for name in heads) for each in told)
    out(as_text(Table(columns, rows)))


def _evaluate(root: Path, limits: FileLimits, lang: str) -> None:
    """Tell how proposals fared, by language, in the drafts that someone has decided in."""
    from ho21.ingest.drafts.evaluation import evaluated
    from ho21.ingest.drafts.making import drafts_told

    found, said = evaluated(drafts_told(root, limits)), messages("cli/help.toml")["drafted"]
    if not found:
        tell(said["undecided"][lang])
        return
    heads = said["measured"]
    rows = []
    for each in found:
        shares = {name: _percent(share) for name, share in each.shares.items()}
        told = {"language": each.language, "drafts": each.drafts, "stated": each.stated} | shares
        rows.append(tuple(Cell(str(told[name])) for name in heads))
    columns = tuple(Column(name, heads[name][lang]) for name in heads)
    out(as_text(Table(columns, tuple(rows))))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"


def remove_draft(root: Path, name: str, lang: str) -> None:
    """Remove a draft by its name, and what was decided of it."""
    from ho21.ingest.drafts.making import draft_called

    folder = draft_called(root, name)
    if folder.is_symlink():
        raise UsageError("target-is-link", target=folder)
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    tell(messages("cli/help.toml")["drafted"]["removed"][lang].format(name=name))
