"""A saved question in one language of its names, where its answer has any."""

from ho21.dataset.dataset import Dataset
from ho21.sparql.questions import Question


def in_language(question: Question, lang: str, dataset: Dataset, **values: str) -> str:
    """Return the query with its language and other values filled in."""
    named = {each.name for each in question.parameters}
    return question.filled(({"lang": lang} if "lang" in named else {}) | values, dataset)
