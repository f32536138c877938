"""Raptor reads each form of RDF, and Rasqal answers questions over the file of one graph."""

import subprocess

import pytest
from pyoxigraph import RdfFormat, parse

from ho21.project import open_project
from ho21.rdf.formats import SYNTAXES
from ho21.sparql.questions import read_questions
from support.exported import exported
from support.heavy import heavy_program

READERS = {"ttl": "turtle", "rdf": "rdfxml", "trig": "trig", "nq": "nquads"}
QUESTIONS = read_questions(open_project())


def run(*command: object) -> bytes:
    done = subprocess.run([str(each) for each in command], capture_output=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@pytest.mark.parametrize("form", READERS)
def test_rapper_reads_the_same_statements_as_we_wrote(form, tmp_path):
    file = tmp_path / f"ho21.{form}"
    file.write_bytes(exported(form))

    read = run(heavy_program("rapper"), "-q", "-i", READERS[form], "-o", "nquads", file)

    ours = list(parse(exported(form), format=SYNTAXES[form]))
    theirs = list(parse(read, format=RdfFormat.N_QUADS))
    assert len(ours) > 20_000
    assert len(theirs) == len(ours)
    assert set(theirs) == set(ours)
