"""A series' own titles get the same marks as its essays'."""

from __future__ import annotations

from seriesbook.model import Part, Series
from seriesbook.readers.manifest_texts import set_texts


def test_titles_are_set_and_names_of_files_are_not() -> None:
    part = Part('It\'s "one"', "one", ("essays/it's.md",))
    series = Series("s", "It's", "en", "urn:x", subtitle="1712--1855", parts=(part,))
    done = set_texts(series)
    assert (done.title, done.subtitle) == ("It’s", "1712–1855")
    assert done.parts == (Part("It’s “one”", "one", ("essays/it's.md",)),)
