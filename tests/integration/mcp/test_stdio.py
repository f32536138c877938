"""The graph as tools that an assistant may call (Model Context Protocol), over stdin and stdout."""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from ho21.cli.main import main
from ho21.mcp.tools import TOOLS
from support import apart
from support.canary import canary

ROOT = Path(__file__).parents[3]


def session(conversation, *words):
    """Start ``ho21 mcp`` as a program of its own, and let the official client speak with it."""

    async def held():
        program = "import sys; from ho21.cli.main import run_command; sys.exit(run_command())"
        at = StdioServerParameters(
            command=sys.executable,
            args=["-c", program, "mcp", *words],
            env={"PYTHONPATH": str(ROOT / "scripts")},
        )
        async with Client(stdio_client(at)) as client:
            return await conversation(client)

    return apart.run(held())


def test_an_assistant_learns_who_appointed_the_council_and_where_it_says_so():
    async def conversation(client):
        found = (await client.call_tool("find", {"text": "HelseOmsorg21-rådet"})).structured_content
        thing = found["rows"][0]["iri"]
        asked = {"thing": thing, "relation": "oppnevner"}
        links = (await client.call_tool("neighbours", asked)).structured_content
        return links["rows"]

    (row,) = session(conversation)
    capture = (ROOT / "graph" / "handlingsplan-2015.txt").read_text(encoding="utf-8")
    assert row["other"]["label"] == "Helse- og omsorgsdepartementet"
    assert row["direction"] == "in"
    assert row["quote"] in capture.splitlines()[int(row["place"].partition(":")[2]) - 1]
    assert row["source"]["title"] == "Handlingsplan for HelseOmsorg21 - klar høsten 2015"
    assert row["source"]["url"].startswith("https://www.regjeringen.no/")
    assert row["reading"] is False


def test_each_tool_says_what_it_does_and_what_it_takes_in_the_language_chosen():
    async def conversation(client):
        return (await client.list_tools()).tools, client.instructions

    told = {lang: session(conversation, "--lang", lang) for lang in ("nb", "en")}
    for tools, instructions in told.values():
        assert [each.name for each in tools] == list(TOOLS)
        for each in tools:
            assert each.description
            assert each.annotations.read_only_hint
            words = each.input_schema["properties"].values()
            assert all(word["description"] for word in words)
        assert "confidence" in instructions
    assert told["nb"][1].startswith("Grafen samler")
    assert told["en"][1].startswith("The graph gathers")


def test_an_error_is_a_sentence_that_the_model_can_read():
    async def conversation(client):
        calls = [
            ("describe", {"thing": "utnytte-helsedat"}),
            ("ask", {"question": "visjonn"}),
            ("ask", {"question": "alt-om-en-ting", "values": {"tng": "x"}}),
            ("query", {"sparql": "SELECT * { ?s ?p"}),
            ("query", {"sparql": "DROP ALL"}),
            ("find", {"text": ""}),
        ]
        return [await client.call_tool(*call) for call in calls]

    answers = session(conversation)
    assert {each.is_error for each in answers} == {True}
    texts = [each.content[0].text for each in answers]
    assert "utnytte-helsedata" in texts[0]
    assert "visjonen" in texts[1]
    assert "ting" in texts[2]
    assert "linje 1" in texts[3]
    assert all(text.endswith((".", "!")) and "Traceback" not in text for text in texts)


def test_what_is_wrong_with_a_call_is_a_sentence_of_ours_in_the_language_chosen():
    calls = [
        ("find", {}),
        ("find", {"text": 3}),
        ("find", {"text": "helse", "mst": 1}),
        ("find", {"text": "helse", "most": "mange"}),
        ("find", {"text": "helse\x1b[31m"}),
        ("query", {"sparql": "#" * 70_000}),
        ("ask", {"question": "visjonen", "values": ["nb"]}),
        ("ask", {"question": "vis\x00jonen"}),
        ("schema", {"all": True}),
        ("finn", {"text": "helse"}),
    ]

    async def conversation(client):
        return [await client.call_tool(*call) for call in calls]

    told = {lang: session(conversation, "--lang", lang) for lang in ("nb", "en")}
    texts = {lang: [each.content[0].text for each in told[lang]] for lang in told}
    assert {each.is_error for lang in told for each in told[lang]} == {True}
    assert texts["en"] == [
        (
            "find lacks text (one or more words, preferably in the language that the sources are"
            " written in); include it in the call."
        ),
        "text must be text; correct the call.",
        "find has no argument mst (did you mean most?); it takes text, most, start.",
        "most must be a whole number; correct the call.",
        "text has the character U+001B, which is not allowed there; remove it.",
        "sparql is longer than 65,536 characters; make it shorter.",
        "values must be an object whose every value is a text; correct the call.",
        "question has the character U+0000, which is not allowed there; remove it.",
        "schema takes no arguments; call it without all.",
        (
            "Unknown tool: finn (did you mean find?); choose one of find, describe, neighbours, "
            "questions, ask, query, schema."
        ),
    ]
    assert texts["nb"][0].startswith("find mangler text (ett eller flere ord")
    assert all(nb != en for nb, en in zip(*texts.values(), strict=True))


def test_what_assistants_send_for_a_number_or_for_nothing_is_read_as_it_is_meant():
    async def conversation(client):
        return [
            await client.call_tool("find", {"text": "helse", "most": each, "start": None})
            for each in (2, "2", 2.0)
        ]

    assert [len(each.structured_content["rows"]) for each in session(conversation)] == [2, 2, 2]


def test_each_schema_is_plain_enough_for_any_assistant():
    async def conversation(client):
        return (await client.list_tools()).tools

    for each in session(conversation):
        text = json.dumps([each.input_schema, each.output_schema])
        assert not re.search(r"anyOf|oneOf|allOf|null|\$ref|\$defs", text)
        for word in each.input_schema["properties"].values():
            assert word["type"] in {"string", "integer", "object"}


def test_nothing_asked_by_an_assistant_leaves_the_machine():
    with canary() as it:

        async def conversation(client):
            query = f"SELECT * {{ SERVICE <{it.url}> {{ ?s ?p ?o }} }}"
            return await client.call_tool("query", {"sparql": query})

        assert session(conversation).is_error
        assert it.calls == []


def test_an_endless_query_ends_and_the_next_is_answered():
    async def conversation(client):
        endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        late = await client.call_tool("query", {"sparql": endless})
        for _ in range(30):
            following = await client.call_tool("query", {"sparql": "ASK { ?x a ho:Vision }"})
            if not following.is_error:  # a busy machine has not started the next worker yet
                break
            await asyncio.sleep(1)
        return late, following

    late, following = session(conversation, "--timeout", "1")
    assert late.is_error
    assert following.structured_content == {"answer": True}


def test_stated_only_holds_for_every_tool():
    async def conversation(client):
        read = "ASK { ?x ho:confidence ?y }"
        links = {"thing": "tiltak/utnytte-helsedata"}
        return (
            (await client.call_tool("query", {"sparql": read})).structured_content,
            (await client.call_tool("neighbours", links)).structured_content["rows"],
        )

    answer, rows = session(conversation, "--stated-only")
    assert answer == {"answer": False}
    assert {row["reading"] for row in rows} == {False}


def test_without_the_extra_the_way_to_it_is_told():
    program = (
        "import sys; sys.modules['mcp'] = None; sys.modules['mcp.server'] = None\n"
        "from ho21.cli.main import main; sys.exit(main(['mcp']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pip install 'ho21[mcp]'" in done.stderr


@pytest.mark.parametrize("end", ["</dev/null", "<&-"])
def test_where_no_assistant_is_the_command_ends(end):
    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m ho21 mcp {end}', sys.executable],
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize("words", [["--timeout", "soon"], ["--port", "1"]])
def test_a_wrong_option_is_one_sentence(words, capfd):
    assert main(["mcp", *words]) == 2
    assert capfd.readouterr().err.count("\n") == 1
