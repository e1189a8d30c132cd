from __future__ import annotations

from dataclasses import replace

import pytest

from seriesbook.frontmatter import split
from seriesbook.limits import USUAL
from seriesbook.model import Source
from seriesbook.problems import Outcome
from seriesbook.readers import ReadContext, read_section
from seriesbook.readers.paragraphs import bound_paragraphs
from tiny import said

FEW = replace(USUAL, paragraph_characters=10)


def test_a_paragraph_over_several_lines_is_one() -> None:
    outcome = bound_paragraphs("one\n\nfour five\nsix seven\n\nend", "a.md", 3, FEW)
    assert outcome.value == "one\n\nfour five\ns\n\nend"
    assert said(outcome.problems) == ["a.md:5:error:paragraph-too-long"]


def test_items_rows_and_quotations_are_not_added_up() -> None:
    text = "- eight le\n- eight le\n\n| a | b |\n| c | d |\n| e | f |\n\n> word\n> word\n> word"
    assert bound_paragraphs(text, "a.md", 1, FEW).problems == ()


def test_a_short_text_is_left_alone() -> None:
    assert bound_paragraphs("a" * 10, "a.md", 1, FEW).value == "a" * 10


def test_pictures_within_a_text_are_not_words() -> None:
    data = f"data:image/png;base64,{'A' * 40}="
    text = f'a ![b]({data})\n\na <img src="{data}">'
    many = replace(USUAL, paragraph_characters=30)
    assert bound_paragraphs(text, "a.md", 1, many) == Outcome(text)
    outcome = bound_paragraphs(f"a {data}", "a.md", 1, many)
    assert said(outcome.problems) == ["a.md:1:error:paragraph-too-long"]


@pytest.mark.parametrize(
    "text",
    [
        f"`![b](data:image/png;base64,{'A' * 40})`",
        f"<p>one<em>{'a' * 20}</em> {'b' * 20}</p>",
        f"- short\n- long {'a b ' * 10}",
    ],
)
def test_whatever_made_a_block_too_long_it_is_told(text: str) -> None:
    source = Source("a.md", f"# T\n\n{text}\n\nend".encode(), "digest")
    limits = replace(USUAL, paragraph_characters=30)
    context = ReadContext("a", "essay", "en", limits=limits)
    outcome = read_section(source, split(source).value, context)
    (problem,) = [p for p in outcome.problems if p.severity == "error"]
    assert problem.code == "paragraph-too-long"
    assert problem.where.line in {3, 4}
