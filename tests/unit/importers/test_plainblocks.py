from __future__ import annotations

import pytest

from seriesbook import xhtml
from seriesbook.importers.plainblocks import paragraphs, structure

TEXT = "The harbour keeps two books, one for the ships and one for the water under them."
QUOTE = (
    "“A toll is a question. You ask it of a ship, and what the ship answers is the price of the "
    "water under her, and nobody has ever given the same answer twice.”"
)


def shaped(text: str) -> str:
    root = paragraphs(text)
    structure(root, "page.txt")
    return xhtml.serialise(root)


def test_blank_lines_part_paragraphs() -> None:
    assert shaped("One.\n\n  Two.\n \t\nThree.") == "<p>One.</p><p>Two.</p><p>Three.</p>"


def test_without_blank_lines_a_line_is_a_paragraph() -> None:
    assert shaped("One.\nTwo.\nThree.\nFour.\nFive.\nSix.").count("<p>") == 6


def test_lines_that_were_wrapped_are_joined() -> None:
    wrapped = (
        "The harbour keeps two books, one for the ships and one for\n"
        "the water under them, and the second is the longer of the\n"
        "two by several hundred pages.\n\n"
    )
    html = shaped(wrapped * 3)
    assert html.count("<p>") == 3
    assert "for the water under them, and the second is the longer of the two by" in html


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    assert shaped(f"{TEXT}\n\nWhat the clerk said\n\n{TEXT}") == (
        f"<p>{TEXT}</p><h2>What the clerk said</h2><p>{TEXT}</p>"
    )


@pytest.mark.parametrize(
    "line",
    ["So who kept the books?", "And then nothing.", "He wrote this:", "(A pause)", "“No”",
     "of the sea"],
)  # fmt: skip
def test_a_short_sentence_is_none(line: str) -> None:
    assert "<h2>" not in shaped(f"{TEXT}\n\n{line}\n\n{TEXT}")


@pytest.mark.parametrize("line", ["II", "3.", "Who Kept the Books?"])
def test_numbers_and_titles_are(line: str) -> None:
    assert f"<h2>{line}</h2>" in shaped(f"{TEXT}\n\n{line}\n\n{TEXT}")


def test_many_short_lines_are_no_headings() -> None:
    assert "<h2>" not in shaped(f"{TEXT}\n\nFlour\n\nWater\n\nSalt\n\nYeast\n\n{TEXT}")


def test_a_paragraph_that_is_one_quotation() -> None:
    assert f"<blockquote><p>{QUOTE}</p></blockquote>" in shaped(f"{TEXT}\n\n{QUOTE}\n\n{TEXT}")
    short = "“A toll is a question.”"
    assert f"<blockquote><p>{short}</p></blockquote>" in shaped(f"He wrote:\n\n{short}\n\n{TEXT}")


@pytest.mark.parametrize(
    "quote",
    [
        QUOTE.replace("toll", "“toll”"),
        QUOTE.replace("“", "«").replace("”", "»"),
        QUOTE.replace("“", "„").replace("”", "“"),
        QUOTE.replace("“", '"').replace("”", '"'),
        QUOTE.replace("”", "” [3]"),
    ],
)
def test_quotations_in_many_marks(quote: str) -> None:
    assert "<blockquote>" in shaped(f"{TEXT}\n\n{quote}\n\n{TEXT}")


@pytest.mark.parametrize(
    "words",
    [
        "“A toll is a question,” he used to say, and nobody had ever asked him what he meant by "
        "it, since they had all been asked for their toll already and wanted to go home.",
        "“No.”",
        "“A toll”, then, is a question, and what answers it is “the price of the water under "
        "the ship”, as the clerk put it on the last page of the second of his two books.”",
    ],
)
def test_what_is_no_block_quotation(words: str) -> None:
    assert "<blockquote>" not in shaped(f"{TEXT}\n\n{words}\n\n{TEXT}")


def test_a_dialogue_is_none() -> None:
    lines = "\n\n".join(
        ["“Who kept the books?”", "“The clerk.”", "“Which clerk?”", "“The old one.”"]
    )
    assert "<blockquote>" not in shaped(f"{TEXT}\n\n{lines}\n\n{TEXT}")


def test_verse_lists_and_breaks() -> None:
    verse = "Oil, oil, and the turning of the glass,\nand on the stair the sea,\nand me"
    assert "glass,<br/>and on the stair the sea,<br/>and me</p>" in shaped(f"{TEXT}\n\n{verse}")
    assert shaped(f"{TEXT}\n\n* flour\n* salt").endswith("<ul><li>flour</li><li>salt</li></ul>")
    assert shaped(f"{TEXT}\n\n1. flour\n2. salt").endswith("<ol><li>flour</li><li>salt</li></ol>")
    assert "<ol>" not in shaped(f"{TEXT}\n\n1921. flour\n1922. salt")
    assert shaped(f"{TEXT}\n\n* * *\n\n{TEXT}") == f"<p>{TEXT}</p><hr/><p>{TEXT}</p>"


def test_captions_and_labels() -> None:
    root = paragraphs(f"{TEXT}\n\nhoriz-rule blue\n\nMen mending nets on the quay.\n\n{TEXT}")
    findings = structure(root, "page.txt")
    assert xhtml.serialise(root) == (
        f"<p>{TEXT}</p><p><em>Men mending nets on the quay.</em></p><p>{TEXT}</p>"
    )
    assert [(f.kind, f.what, f.words) for f in findings] == [
        ("dropped", "alternative text of a picture", "horiz-rule blue"),
        ("guessed", "caption of a picture", "Men mending nets on the quay."),
    ]
