"""The graph as tools that an assistant may call (Model Context Protocol), over stdin and stdout."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from ho21.errors import ProjectError, UsageError, say
from ho21.mcp.arguments import read_arguments, schema
from ho21.mcp.tools import TOOLS
from ho21.resources import messages
from ho21.text import hint
from ho21.workers.pool import Busy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mcp.server import Server, ServerRequestContext
    from mcp_types import (
        CallToolRequestParams,
        CallToolResult,
        ListToolsResult,
        PaginatedRequestParams,
    )

    from ho21.mcp.tools import Assistant, Told


def serve_assistant(assistant: Assistant) -> None:
    """Answer on stdin and stdout until no one asks any more; ends the assistant's workers.

    Raises UsageError where the library for it is not installed.
    """
    try:
        import anyio
        from mcp.server.stdio import stdio_server
    except ModuleNotFoundError as error:
        raise UsageError("extra-missing", call="ho21 mcp", extra="mcp") from error
    made = _server(assistant)

    async def run() -> None:
        async with stdio_server() as (read, write):
            await made.run(read, write, made.create_initialization_options())

    anyio.run(run)


def _server(assistant: Assistant) -> Server[None]:
    """Return a server with a tool for each of ``TOOLS``.

    Errors are sentences that the model can read, and nothing but them.
    """
    from mcp.server import Server
    from mcp_types import CallToolResult, ListToolsResult, TextContent, Tool, ToolAnnotations

    texts, lang = messages("mcp/messages.toml"), assistant.lang
    harmless = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    sample = assistant.sample
    tools = [
        Tool(
            name=name,
            description=texts[name][lang],
            input_schema=schema(getattr(assistant, name), _with_sample(texts[name], sample), lang),
            output_schema={"type": "object"},
            annotations=harmless,
        )
        for name in TOOLS
    ]

    async def listed(
        _: ServerRequestContext[None], __: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=tools)

    async def called(_: ServerRequestContext[None], asked: CallToolRequestParams) -> CallToolResult:
        try:
            found = await _answer(assistant, asked.name, asked.arguments or {})
        except UsageError as error:
            told = error.text(lang)
        except Busy as error:
            told = say(error.key, lang, **error.fields)
        except ProjectError as error:
            told = error.faults[0].text(lang)
        else:
            text = TextContent(type="text", text=json.dumps(found, ensure_ascii=False, indent=2))
            return CallToolResult(content=[text], structured_content=found)
        return CallToolResult(content=[TextContent(type="text", text=told)], is_error=True)

    @asynccontextmanager
    async def life(_: Server[None]) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await assistant.engine.pool.close()

    return Server(
        "ho21",
        instructions=texts["server"][lang].strip(),
        version=assistant.dataset.version,
        lifespan=life,
        on_list_tools=listed,
        on_call_tool=called,
    )


def _with_sample(texts: dict[str, Any], sample: str) -> dict[str, dict[str, str]]:
    """Return what is said of the arguments of a tool, with the name of a thing of the project."""
    words: dict[str, dict[str, str]] = texts.get("words", {})
    return {
        name: {lang: text.replace("{sample}", sample) for lang, text in told.items()}
        for name, told in words.items()
    }


async def _answer(assistant: Assistant, tool: str, given: dict[str, Any]) -> Told:
    """Return what a tool answers; what has no workers is done in a thread, beside the others."""
    from anyio.to_thread import run_sync

    if tool not in TOOLS:
        raise UsageError("tool-unknown", word=tool, hint=hint(tool, TOOLS), known=", ".join(TOOLS))
    method = getattr(assistant, tool)
    words = messages("mcp/messages.toml")[tool].get("words", {})
    arguments = read_arguments(method, words, given)
    if iscoroutinefunction(method):
        found: Told = await method(**arguments)
        return found
    return await run_sync(lambda: method(**arguments))
