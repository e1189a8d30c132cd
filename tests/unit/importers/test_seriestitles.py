from __future__ import annotations

import pytest

from seriesbook.importers.seriestitles import Titled, read_title


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Bread, Part 2: Salt", Titled("Salt", "Bread", 2)),
        ("Part 3: The Yeast", Titled("The Yeast", "", 3)),
        ("Teil 2: Die Schwelle", Titled("Die Schwelle", "", 2)),
        ("Bread, Part II", Titled("Bread, Part II", "Bread", 2)),
        ("Bread (Part 2 of 5)", Titled("Bread (Part 2 of 5)", "Bread", 2, 5)),
        ("Bread (2/5)", Titled("Bread (2/5)", "Bread", 2, 5)),
        ("Letter 7: The Awl", Titled("The Awl", "", 7)),
        ("Le pain – deuxième partie", Titled("Le pain – deuxième partie")),
        ("Apart from 2 things", Titled("Apart from 2 things")),
        ("The Party of 3", Titled("The Party of 3")),
        ("Part 9 of 5", Titled("Part 9 of 5")),
        ("", Titled("")),
    ],
)
def test_titles(title: str, read: Titled) -> None:
    assert read_title(title) == read
