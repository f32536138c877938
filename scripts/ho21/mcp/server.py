"""The graph as tools that an assistant may call (Model Context Protocol), over stdin and stdout."""

from __future__ import annotations

from contextlib import asynccontextmanager
from inspect import Parameter, Signature, isawaitable, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

from ho21.errors import ProjectError, UsageError, say
from ho21.mcp.tools import TOOLS
from ho21.resources import messages
from ho21.workers.pool import Busy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from mcp.server import MCPServer

    from ho21.mcp.tools import Assistant


def server(assistant: Assistant) -> MCPServer[None]:
    """Return a server with a tool for each of ``TOOLS``; it closes the assistant's workers.

    Raises UsageError where the library for it is not installed.
    """
    try:
        from mcp.server import MCPServer
        from mcp_types import ToolAnnotations
    except ModuleNotFoundError as error:
        raise UsageError("extra-missing", extra="mcp") from error
    texts = messages("mcp/messages.toml")
    lang = assistant.lang

    @asynccontextmanager
    async def life(_: MCPServer[None]) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await assistant.engine.pool.close()

    made: MCPServer[None] = MCPServer(
        "ho21",
        instructions=texts["server"][lang].strip(),
        version=assistant.dataset.version,
        lifespan=life,
        log_level="ERROR",
    )
    harmless = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    for name in TOOLS:
        told = texts[name]
        call = _tool(getattr(assistant, name), told.get("words", {}), lang)
        made.add_tool(call, name, description=told[lang], annotations=harmless)
    return made


def _tool(
    method: Callable[..., Any], words: dict[str, dict[str, str]], lang: str
) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Return a method as a tool: its parameters explained, its errors sentences to be read."""
    from mcp.server.mcpserver.exceptions import ToolError
    from pydantic import Field

    async def call(**given: Any) -> dict[str, Any]:  # noqa: ANN401 (as the signature below says)
        try:
            found = method(**given)
            answer: dict[str, Any] = await found if isawaitable(found) else found
        except UsageError as error:
            raise ToolError(error.text(lang)) from error
        except Busy as error:
            raise ToolError(say(error.key, lang, **error.fields)) from error
        except ProjectError as error:
            raise ToolError(error.faults[0].text(lang)) from error
        return answer

    kinds = get_type_hints(method)
    call.__signature__ = Signature(  # type: ignore[attr-defined]
        [
            Parameter(
                name,
                Parameter.KEYWORD_ONLY,
                default=each.default,
                annotation=Annotated[kinds[name], Field(description=words[name][lang])],
            )
            for name, each in signature(method).parameters.items()
        ],
        return_annotation=dict[str, Any],
    )
    return call
