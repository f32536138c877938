"""What a page of the site is held against: it is valid, its ids are its own, its links land."""

from __future__ import annotations

import re
from functools import cached_property
from html.parser import HTMLParser

import html5rdf

VOID = {"meta", "link", "br", "img", "input", "hr", "rect"}


class Nested(HTMLParser):
    """A page as it is nested: each element with its tag, attributes, words, language, and above."""

    def __init__(self, html):
        """Read a page, in which each element that is begun must be ended."""
        super().__init__()
        self.open, self.all, self.said = [], [], []
        self.feed(html)
        self.close()
        assert self.open == []
        for each in self.all:
            each["words"] = "".join(self.said[each["words"]])
        self.ids = {each["id"] for each in self.all if "id" in each}

    def handle_starttag(self, tag, attrs):
        """Begin an element."""
        given = dict(attrs)
        lang = given.get("lang") or (self.open[-1]["in"] if self.open else "")
        at = len(self.said)
        each = given | {"tag": tag, "words": slice(at, at), "in": lang, "above": list(self.open)}
        self.all.append(each)
        if tag not in VOID:
            self.open.append(each)

    def handle_endtag(self, tag):
        """End an element."""
        if tag not in VOID:
            each = self.open.pop()
            assert each["tag"] == tag
            each["words"] = slice(each["words"].start, len(self.said))

    def handle_data(self, data):
        """Keep the words, which are those of each element that they stand in."""
        self.said.append(data)

    def find(self, tag, **wanted):
        """Return the elements with a tag and some attributes."""
        return [
            each
            for each in self.all
            if each["tag"] == tag and all(each.get(key) == wanted[key] for key in wanted)
        ]

    @cached_property
    def by_id(self):
        """What stands in each element that has an id, by that id."""
        found = {}
        for each in self.all:
            for id_ in {above["id"] for above in each["above"] if "id" in above}:
                found.setdefault(id_, []).append(each)
        return found

    def within(self, id_, tag=None):
        """Return what stands in the element with an id."""
        return [each for each in self.by_id.get(id_, ()) if tag in {None, each["tag"]}]


class Read(Nested):
    """A page that is held to the standard, and whose ids are each its own."""

    def __init__(self, html):
        """Read a page strictly: what the HTML standard forbids is an error."""
        html5rdf.HTMLParser(strict=True).parse(html)
        super().__init__(html)
        assert len(self.ids) == sum("id" in each for each in self.all)

    def ways(self):
        """Return where the links lead."""
        return [each["href"] for each in self.find("a")]

    def lost(self):
        """Return the links within the page that land nowhere."""
        return [way for way in self.ways() if way[:1] == "#" and way[1:] not in self.ids]


def told(each):
    """Return an element's words on one line."""
    return re.sub(r"\s+", " ", each["words"]).strip()
