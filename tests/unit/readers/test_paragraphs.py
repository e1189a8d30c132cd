from __future__ import annotations

from dataclasses import replace

from seriesbook.limits import USUAL
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
