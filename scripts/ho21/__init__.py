"""HelseOmsorg21 as a graph: goals, actors and measures, each with the words it rests on."""


def __getattr__(name: str) -> str:
    """Return ``__version__``; looked up only when asked for, since that is slow."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import version

    return version("ho21")
