from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from epub_pages import page, rendition, tools
from seriesbook.checks import epubcheck
from written import write_epub

if TYPE_CHECKING:
    from pathlib import Path

needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java")


@needs_java
def test_a_good_book_has_no_problem() -> None:
    assert epubcheck.check(write_epub(rendition(), tools()).value.data, rendition()) == ()


@needs_java
def test_messages_lead_to_the_authors_line() -> None:
    wrong = (
        '<section id="last"><p data-line="3">a</p>\n<p data-line="8"><b><p>b</p></b></p></section>'
    )
    made = rendition(pages=(*rendition().pages, page("last", wrong)))
    problems = epubcheck.check(write_epub(made, tools()).value.data, made)
    assert {(str(p.where), p.code, p.severity) for p in problems} == {
        ("essays/last.md:8", "epubcheck", "error")
    }
    assert all(p.message.startswith("EPUBCheck (RSC-005) says: ") and p.mend for p in problems)


def test_without_java_it_says_so() -> None:
    problems = epubcheck.check(b"", java="/nowhere/java")
    assert [(p.code, p.severity) for p in problems] == [("checker-missing", "hint")]


@needs_java
def test_a_checker_that_fails_is_no_good_book(tmp_path: Path) -> None:
    problems = epubcheck.check(b"", jar=tmp_path / "none.jar")
    assert [(p.code, p.severity) for p in problems] == [("checker-failed", "error")]
