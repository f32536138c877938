"""What happens around a server: builds beside it, and what it writes down of who asks."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import quote

from support.served import environment, request, serving
from support.tiny import with_one_shape

SECRET = "hemmeligord"  # noqa: S105 (a word to look for)


def test_a_build_while_serving_disturbs_no_answer(tiny_project, tmp_path):
    root = with_one_shape(tiny_project())
    words = ["build", "--only", "data", "--project", str(root), "--to", str(tmp_path / "dist")]
    with serving("--project", str(root)) as server:
        asked = "SELECT ?s ?label { ?s skos:prefLabel ?label } ORDER BY STR(?s) STR(?label) # "
        before = server.query(asked, "text/csv")
        replies = []
        for _ in range(2):  # the second replaces the first
            with subprocess.Popen([sys.executable, "-m", "ho21", *words], env=environment()) as it:
                while it.poll() is None:
                    replies.append(server.query(f"{asked}{len(replies)}", "text/csv"))
                    replies.append(server.ask("/id/tiltak/dele-data.ttl"))
            assert it.returncode == 0

    assert before.status == 200
    assert {each.status for each in replies} == {200}
    assert {each.body for each in replies[::2]} == {before.body}
    assert len({each.body for each in replies[1::2]}) == 1


def test_what_is_asked_is_not_logged(tiny_project):
    with serving("--project", str(tiny_project())) as server:
        for text in (
            f'ASK {{ ?s ?p "{SECRET}" }}',
            f"{SECRET} {{",
            f"ASK {{ SERVICE <{SECRET}:> {{}} }}",
        ):
            server.query(text)
            server.ask("/sparql", "POST", text, content_type="application/sparql-query")
        for path in (f"/id/{SECRET}", f"/{SECRET}?{SECRET}", f"/query/{SECRET}?{SECRET}=1"):
            assert server.ask(path).status == 404
        server.send(
            request(f"/sparql?query={quote(SECRET)}", f"X-Y: {SECRET}", "Connection: close")
        )
        server.send(f"{SECRET} {SECRET}\r\n\r\n".encode())
        said = server.said()

    assert SECRET not in said
