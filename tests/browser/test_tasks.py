"""What a reader comes to do, from the first screen, in the clicks that it may take."""

import csv
import io

import pytest


class Reader:
    """One who sees the first screen; every click is counted, and so is a line chosen by a key."""

    def __init__(self, there):
        self.there = there
        self.page = there.page
        self.clicks = 0

    def click(self, role, name, *, within="body", exact=False):
        """Click what has a role and begins with, or is, some words."""
        self.clicks += 1
        self.page.locator(within).get_by_role(role, name=name, exact=exact).first.click()
        self.there.settle()

    def choose(self, label, words):
        """Write in a field and take the first line that is offered."""
        self.clicks += 1
        self.page.get_by_role("combobox", name=label, exact=True).fill(words)
        self.page.keyboard.press("Enter")
        self.there.settle()

    def download(self, role, name):
        """Click what gives a file; return the path it was saved to."""
        with self.page.expect_download() as waited:
            self.click(role, name)
        return waited.value.path()

    def panel(self):
        """Return the words of the panel."""
        return self.page.locator("#panel").inner_text()

    def answer(self):
        """Return the first line of the answer, when it has come."""
        return self.page.locator("#view-spor .answer .told").inner_text(timeout=60_000)


@pytest.fixture
def reader(visit):
    """Return one who has come to the first screen and needs no tour."""
    there = visit("", before="localStorage.setItem('ho21', JSON.stringify({tour: 'seen'}))")
    return Reader(there)


def test_the_target_pictures_without_a_proposal_in_one_click(reader):
    reader.click("link", "Hvilke målbilder har ingen tiltaksforslag?")

    assert "13 av 24" in reader.answer()
    assert reader.clicks == 1


def test_who_is_responsible_for_the_measure_on_health_data_and_where_it_is_written_in_two(reader):
    reader.click("link", "Hva foreslo rådet om helsedata, og hvor står det?")
    reader.click("link", "Utnytte helsedata bedre")
    reader.there.titled("Utnytte helsedata bedre")

    assert "Ingen kilde sier hvem som har ansvar for tiltaket." in reader.panel()
    assert "innspill-helsepersonellkommisjonen.txt · linje 55" in reader.panel()
    assert reader.clicks == 2


def test_what_became_of_the_ten_areas_in_one(reader):
    reader.click("link", "Hva ble det av de ti satsingsområdene fra 2014?")

    assert reader.answer()
    assert reader.clicks == 1


def test_the_actors_of_the_municipal_sector_with_what_they_are_tied_to_in_two(reader):
    reader.click("link", "Spør", exact=True)
    reader.click("link", "Hvem hører til denne sektoren eller gruppen")

    assert reader.answer()
    rows = reader.page.locator("main table").inner_text()
    assert all(name in rows for name in ("Kommunesektoren", "Kommunene"))
    assert reader.clicks == 2


def test_from_dementia_to_a_measure_step_by_step_in_four(reader):
    reader.click("link", "Kart", exact=True)
    reader.click("button", "Vei fra … til …")
    reader.choose("Fra", "demens")
    reader.choose("Til", "utnytte helsedata")

    steps = reader.page.locator("#panel .steps li")
    assert "demens" in steps.first.inner_text()
    assert "Utnytte helsedata bedre" in steps.last.inner_text()
    assert reader.clicks == 4


def test_the_two_pillars_are_compared_in_three(reader):
    reader.click("link", "Kart", exact=True)
    reader.click("button", "Bærekraftig og inkluderende helsetjeneste")
    reader.click("link", "Konkurransedyktig helseindustri", within="#panel .onward")

    assert reader.page.locator("#compare .sum").inner_text().startswith("De har 8 ting felles.")
    heads = reader.page.locator("#compare h3").all_inner_texts()
    assert [each.rpartition("(")[2] for each in heads] == ["17)", "8)", "9)"]
    assert reader.clicks == 3


def test_the_recommendations_as_a_workbook_with_theme_and_responsible_in_two(reader):
    reader.click("link", "25 tiltaksforslag")
    file = reader.download("button", "Last ned CSV")

    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig")), delimiter=";"))
    assert len(rows) == 25
    assert {"Tema", "Ansvarlig"} <= rows[0].keys()
    assert reader.page.get_by_role("button", name="Last ned Excel").is_visible()
    assert reader.clicks == 2


def test_one_statement_is_cited_in_a_memo_in_three(reader):
    reader.click("link", "Hva foreslo rådet om helsedata, og hvor står det?")
    reader.click("link", "Utnytte helsedata bedre")
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.click("button", "Henvisning")

    copied = reader.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("«Vi må utnytte helsedata bedre")
    assert "linje 55" in copied
    assert reader.clicks == 3


def test_what_is_seen_is_shared_in_one(reader):
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    area = "omrade/bedre-klinisk-behandling"
    reader.there.go(f"#kart?voks={area}")
    reader.click("button", "Kopier lenke")

    copied = reader.page.evaluate(
        "async () => decodeURIComponent(await navigator.clipboard.readText())"
    )
    assert copied == f"{reader.page.url.split('#')[0]}#kart?voks={area}&lang=nb"
    assert reader.clicks == 1


def test_recommendations_per_theme_by_sparql_from_a_saved_question_in_three(reader):
    reader.click("link", "Spør", exact=True)
    reader.click("link", "Hva foreslo rådet, om hvilket tema")
    reader.click("link", "Rediger i SPARQL")
    reader.page.wait_for_selector("#view-spor .field[data-ready] .CodeMirror")

    assert reader.page.locator(".CodeMirror-code").inner_text().count("ho:isPartOf") == 1
    reader.page.wait_for_selector('#view-spor .answer[data-state="done"]', timeout=60_000)
    assert "Bærekraft i helsetjenesten" in reader.page.locator("#view-spor table").inner_text()
    assert reader.clicks == 3
