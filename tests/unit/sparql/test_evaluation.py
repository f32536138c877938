"""What a saved question is about is told in the branches of its UNION."""

from pyoxigraph import QueryBoolean

from ho21.project import open_project
from ho21.sparql.engine import fitted_questions
from ho21.sparql.evaluation import told_in_branches


def test_a_value_is_told_in_each_branch_that_begins_with_it_and_nowhere_else():
    text = (
        "SELECT * {\n  VALUES ?x { a:b }  # x: nb ting | en thing {\n"
        "  { ?x a:p ?y } UNION { ?y a:p ?x . OPTIONAL { ?x a:q ?z } }\n"
        "  UNION { ?y a:r ?z . OPTIONAL { ?z a:q ?x } }\n"
        '  FILTER(?y != "} UNION {")\n  { ?x a:s ?w }\n}'
    )

    assert told_in_branches(text) == text.replace(
        "{ ?x a:p ?y }", "{ VALUES ?x { a:b } ?x a:p ?y }"
    ).replace("{ ?y a:p ?x .", "{ VALUES ?x { a:b } ?y a:p ?x .")


def test_several_values_and_those_in_a_comment_or_a_text_are_not_told():
    branches = "{ ?x a:p ?y } UNION { ?x a:q ?y . { ?x a:r ?z } }"
    for values in (
        "VALUES ?x { a:b a:c }",
        "# VALUES ?x { a:b }",
        '?y a:p "VALUES ?x { a:b }" .',
        "OPTIONAL { VALUES ?x { a:b } }",
    ):
        text = f"SELECT * {{\n  {values}\n  {branches}\n}}"

        assert told_in_branches(text) == text


def test_a_text_is_a_value_too():
    text = 'SELECT * {\n  VALUES ?x { "en } og {"@nb }\n  { ?y a:p ?x } UNION { ?y a:q ?z }\n}'

    assert told_in_branches(text) == text.replace(
        "{ ?y a:p", '{ VALUES ?x { "en } og {"@nb } ?y a:p'
    )


def test_an_answer_is_the_same_with_values_told_in_branches(real):
    questions = fitted_questions(real, open_project())
    store = real.store()

    def rows(text):
        found = store.query(text)
        return found if isinstance(found, QueryBoolean) else [*map(str, found)]

    changed = [each for each in questions.values() if told_in_branches(each.text) != each.text]

    assert {each.name for each in changed} >= {"alt-om-en-ting", "bak-en-kobling"}
    assert [
        each.name for each in changed if rows(each.text) != rows(told_in_branches(each.text))
    ] == []
