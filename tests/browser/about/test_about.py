"""About in a browser: who made the graph, what it cannot answer, and how it is cited."""

from ho21.explorer.data import PageData
from ho21.explorer.page import bind, explorer
from ho21.project import open_project
from support import drawn
from support.drawn import both
from support.others import CITY, built


def part(there, name):
    return there.page.locator(f"#view-om [data-part={name}]").inner_text()


def test_the_parts_come_in_order_and_the_licences_of_the_libraries_last(visit):
    parts = visit("#om").page.locator("#view-om [data-part]")

    assert parts.evaluate_all("all => all.map((each) => each.dataset.part)") == [
        *("made", "method", "limits", "review", "contact", "cite", "keys", "licence", "libraries")
    ]


def test_it_tells_who_made_the_graph_and_what_is_not_among_the_sources(visit):
    there = visit("#om")

    assert "Utgitt av Redaksjonen." in part(there, "made")
    assert "uten oppdrag fra HelseOmsorg21-rådet" in part(there, "made")
    assert "Selve strategien er ikke blant kildene" in part(there, "limits")
    assert "Av 59 aktører i kildene har 55 et navn; 4 er kildenes «vi»" in part(there, "limits")
    assert there.page.locator("[data-part=limits] li a").count() == 5


def test_it_tells_who_interpreted_and_how_far_others_agree(visit):
    there = visit("#om")
    told = part(there, "review")

    assert (
        "koblinger er tolket av dem som lager grafen: «Redaksjonen» og «Den andre leseren»" in told
    )
    assert told.count("(kappa 0,91)") == 1
    assert "Ingen av dem er gjennomgått av noen utenfor prosjektet" in told
    assert (
        "skrev dem («Den andre leseren» og «Redaksjonen»): enig i 255 (73 %), 96 kan diskuteres"
        in told
    )
    there.page.click("#language")
    assert "255 agreed (73%), 96 arguable, 0 wrong" in part(there, "review")


def test_it_tells_of_no_reading_where_there_is_none(visit, real, tmp_path):
    file = tmp_path / "side.html"
    file.write_text(explorer(real.stated, open_project()), encoding="utf-8")
    there = visit("#om", file=file)

    assert "Ingenting i grafen er tolket" in part(there, "review")
    assert "◇" not in part(there, "method")


def test_that_nobody_is_named_to_write_to_is_said(visit):
    assert "ingen e-post eller nettside" in part(visit("#om"), "contact")
    city = visit("#om", file=built(CITY) / "index.html")
    assert "no e-mail address or page" in part(city, "contact")


def test_an_english_article_is_small_inside_a_sentence(visit):
    city = visit("#om", file=built(CITY) / "index.html")
    assert "Published by the editors." in part(city, "made")


def test_whom_the_project_names_can_be_written_to(visit, tmp_path):
    contact = {"name": both("Ola"), "mail": "post@example.org", "page": "https://example.org/skriv"}
    own = {"publishers": [], "made": None, "contact": contact, "description": both(""),
           "rights": both(""), "version": "1", "limits": []}  # fmt: skip
    file = tmp_path / "side.html"
    file.write_text(bind(drawn.graph([]), PageData(told={"project": own})), encoding="utf-8")
    links = visit("#om", file=file).page.locator("[data-part=contact] a")

    assert links.evaluate_all("all => all.map((each) => each.getAttribute('href'))") == [
        "mailto:post@example.org",
        "https://example.org/skriv",
    ]


def test_the_graph_is_cited_as_its_citation_says(visit):
    there = visit("#om", permissions=["clipboard-read", "clipboard-write"])
    told = there.page.locator("[data-part=cite] .cited").inner_text()
    for name, begins in (("Henvisning", told), ("BibTeX", "@misc{ho21-"), ("RIS", "TY  - DATA\n")):
        there.page.locator("[data-part=cite]").get_by_role("button", name=name).click()
        there.page.locator("[data-part=cite]").get_by_role("button", name="Kopiert").wait_for()

        assert there.page.evaluate("navigator.clipboard.readText()").startswith(begins)
    assert told == "Redaksjonen (2026). «HelseOmsorg21: mål, aktører og tiltak», utgave 0.1.0."


def test_the_foot_leads_here_from_every_view(visit):
    there = visit("#tabell")
    there.page.click("#about")
    there.page.wait_for_selector("#view-om:visible")

    assert there.complaints == []
