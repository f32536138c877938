"""A plan of the plainest kind, without numbers, themes, blocks or proposers, is answered for."""

import csv
import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ho21.dataset.loader import load
from ho21.project import open_project
from ho21.sparql.answers import render_answer
from ho21.sparql.engine import Engine, offered
from ho21.validation.shacl import check
from support.tiny import ACTORS, READINGS_HEAD, write

TEXT = """Klimaplan for Nesbygd
Nesbygd skal være klimanøytral.
Kommunene bør kjøpe elektriske biler.
"""
STATEMENTS = """doc:kilde-en a ho:Document ;
    dcterms:title "Klimaplan for Nesbygd"@nb , "Climate plan for Nesbygd"@en ;
    skos:prefLabel "Klimaplan for Nesbygd"@nb , "Climate plan for Nesbygd"@en ;
    ho:quote "Klimaplan for Nesbygd"@nb ;
    ho:translation "Climate plan for Nesbygd"@en .

mal:klimanoytral a ho:Goal ;
    skos:prefLabel "Klimanøytral"@nb , "Climate neutral"@en ;
    ho:quote "Nesbygd skal være klimanøytral"@nb ;
    ho:translation "Nesbygd is to be climate neutral"@en .

tiltak:elbiler a ho:Recommendation ;
    skos:prefLabel "Elbiler"@nb , "Electric cars"@en ;
    ho:quote "Kommunene bør kjøpe elektriske biler"@nb ;
    ho:translation "The municipalities should buy electric cars"@en ;
    ho:modality ho:should ;
    ho:performer aktor:kommunene .
"""
ROWS = {
    "malbilder-uten-tiltak": ("pictureLabel", "Klimanøytral"),
    "forslag-uten-malbilde": ("recommendationLabel", "Elbiler"),
    "forslagene": ("recommendationLabel", "Elbiler"),
    "hvem-skal-gjore-forslagene": ("recommendationLabel", "Elbiler"),
}


@cache
def plan():
    """Return the project and what it says, read once."""
    with TemporaryDirectory() as folder:
        root = write(Path(folder), TEXT, STATEMENTS, ACTORS, READINGS_HEAD)
        project = open_project(str(root))
        return project, load(project).sound()


@pytest.mark.parametrize("name", ROWS)
def test_what_has_neither_number_nor_theme_nor_block_is_in_the_answer(name):
    project, dataset = plan()
    told = render_answer(
        Engine(dataset, project).ask(offered(dataset, project)[name], {}, "nb"), "csv", "nb"
    )
    column, label = ROWS[name]

    assert [row[column] for row in csv.DictReader(io.StringIO(told))] == [label]


def test_that_nobody_is_said_to_propose_it_or_receive_it_is_a_gap_and_no_fault():
    found = {
        each.shape.partition("#")[2]: each.severity
        for each in check(plan()[1]).findings
        if each.focus.endswith("/elbiler")
    }

    assert found["Recommendation-proposedBy"] == "warning"
    assert found["Recommendation-addressedTo"] == "warning"
    assert "violation" not in found.values()
