"""What an author may choose, every pair of it, in a small book that holds a bit of everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pairwise import pairwise
from seriesbook.checks import CHECKS, epubcheck
from support import Pdf, qpdf_check, run_build
from tagged import Tagged
from tiny import picture

if TYPE_CHECKING:
    from pathlib import Path

PERSON = '[[authors]]\nname = "{}"\n{}\n'
TABLES = {
    "people": {
        "nobody": "",
        "one": PERSON.format("Ada Example", 'links = ["https://example.org/ada"]'),
        "bios": PERSON.format("Ada Example", 'bio = "back/ada.md"')
        + PERSON.format("Ben Other", 'bio = "back/ben.md"'),
        "roles": PERSON.format("Ada Example", 'sort_name = "Example, Ada"')
        + PERSON.format("Cy Third", 'role = "editor"')
        + PERSON.format("Di Fourth", 'role = "translator"\nbio = "back/ada.md"'),
        "page": PERSON.format("Ada Example", 'bio = "back/about-the-author.md"'),
    },
    "parts": {
        "none": "",
        "all": '[[parts]]\ntitle = "Ebb"\nessays = ["one.md"]\n'
        '[[parts]]\ntitle = "Flood"\nsubtitle = "And after"\nessays = ["two.md", "three.md"]\n',
        "some": '[[parts]]\ntitle = "Ebb"\nessays = ["two.md", "three.md"]\n',
    },
}
LINES = {
    "license": {
        "none": "",
        "id": 'license = "CC-BY-SA-4.0"',
        "zero": 'license = "CC0-1.0"',
        "reserved": 'license = "all-rights-reserved"',
        "own": 'license = { name = "House rules", text = "Read it aloud.",'
        ' url = "https://example.org/rules" }',
    },
    "language": {code: f'language = "{code}"' for code in ("en-GB", "fr", "de", "el", "he", "ru")},
    "facts": {
        "few": "",
        "many": 'subtitle = "A Book for Tests"\nissued = 2024\nedition = "Second edition"\n'
        'publisher = "Example House"\nplace = "Exeter"\ndescription = "Small."\n'
        'collection = { title = "Books for Tests", number = 3 }\nsubjects = ["tides"]\n'
        'cover = "images/cover.png"',
    },
}
PAGES = {
    "theme": {
        name: f'theme = "{name}"'
        for name in ("classic", "modern", "plain", "pamphlet", "large-print")
    },
    "notes": {place: f'notes = "{place}"' for place in ("book", "essay", "page")},
    "choice": {
        "whole": "",
        "two": 'include = ["one.md", "three.md"]',
        "less": 'exclude = ["two.md"]',
    },
}
PRINT = {
    "shape": {
        "usual": "",
        "A5": 'trim = "A5"\ncrop_marks = true',
        "kdp": 'trim = "6x9in"\nprinter = "kdp"\nbleed = true',
        "ingram": 'trim = "5.5x8.5in"\nprinter = "ingram"',
        "lulu": 'trim = "6x9in"\nprinter = "lulu"\nbleed = true',
    },
    "links": {place: f'links = "{place}"' for place in ("notes", "inline", "none")},
}
MATTER = {"none": (), "front": ("front/preface.md", "front/dedication.md", "front/epigraph.md"),
          "back": ("back/afterword.md", "back/glossary.md", "back/appendix.md")}  # fmt: skip
FACTORS: dict[str, tuple[str, ...]] = {
    **{name: tuple(choices) for name, choices in {**TABLES, **LINES, **PAGES, **PRINT}.items()},
    "matter": tuple(MATTER),
}
TWO = """# Two

See [one](one.md), its [head](one.md#a-head) and <https://example.org/a/long/address>.[^n]

> Quoted words.
>
> — Somebody

| Verse,
|     indented.

| Year | Rate |
|------|-----:|
| 1792 |    6 |

[^n]: A note with *two*

    paragraphs, and [a link](three.md).
"""
ONE = """---
title: One
subtitle: The first
author: Ben Other
date: 2023-05-04
epigraph: Said before.
---

Words, a [link out](https://example.org/) and a note.[^a]

## A head

![A square](../images/square.png "Its caption")

1. One
2. Two

***

```python
print("quotes")
```

[^a]: Short.
"""


def write(folder: Path, row: dict[str, str]) -> Path:
    """A series of these choices."""
    top = [table[row[name]] for name, table in LINES.items()]
    both = [table[row[name]] for name, table in PAGES.items()]
    printed = [table[row[name]] for name, table in PRINT.items()]
    files = {
        "series.toml": "\n".join(
            ['title = "Tides"', *top, *(table[row[name]] for name, table in TABLES.items()),
             "[editions.ebook]", 'format = "epub"', *both,
             "[editions.paperback]", 'format = "pdf"', *both, *printed]
        ),
        "essays/one.md": ONE,
        "essays/two.md": TWO,
        "essays/three.md": "# Three\n\nThe last, of which little is to be said.\n",
        **dict.fromkeys(MATTER[row["matter"]], "Words.[^m]\n\n[^m]: Its note.\n"),
    }  # fmt: skip
    for name in ("back/ada.md", "back/ben.md", "back/about-the-author.md"):
        if name in files["series.toml"]:
            files[name] = (
                "Lives by the sea.[^b] See [one](../essays/one.md).\n\n[^b]: In Exeter.\n"
            )
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "images").mkdir()
    (folder / "images/square.png").write_bytes(picture(size=(600, 400), mode="L"))
    if "cover.png" in files["series.toml"]:
        (folder / "images/cover.png").write_bytes(picture(size=(1600, 2560)))
    return folder


def test_every_pair_of_choices_stands_in_a_row() -> None:
    rows = pairwise({"a": "12", "b": "34", "c": "567"})
    for one, other in (("a", "b"), ("a", "c"), ("b", "c")):
        pairs = {(row[one], row[other]) for row in rows}
        assert len(pairs) == len({p for p, _ in pairs}) * len({q for _, q in pairs})
    assert len(rows) < 9


@pytest.mark.slow
@pytest.mark.parametrize("row", pairwise(FACTORS), ids=lambda row: "-".join(row.values()))
def test_every_pair_of_choices_makes_both_books(
    tmp_path: Path, cache: Path, row: dict[str, str]
) -> None:
    report = run_build(write(tmp_path / "s", row), tmp_path / "output", cache=cache)
    assert [str(p) for p in report.problems if p.severity == "error"] == []
    assert sorted(book.edition.format for book in report.books) == ["epub", "pdf"]
    for book in report.books:
        if book.edition.format == "pdf":
            assert qpdf_check(book.path) == ""
            assert Tagged(book.path.read_bytes()).faults() == []
            file = Pdf(book.path)
            assert all(0 <= to < len(file.texts) for _, to, _ in file.links())
        else:
            data = book.path.read_bytes()
            assert [str(p) for check in CHECKS["epub"].values() for p in check(data)] == []
            assert [str(p) for p in epubcheck.check(data)] == []
