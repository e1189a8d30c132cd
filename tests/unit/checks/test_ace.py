from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from epub_pages import page, rendition, tools
from seriesbook.checks import ace
from written import write_epub

ACE = Path(__file__).parents[3] / ".tools" / "node_modules" / ".bin" / "ace-cli"
CHROMIUM = Path(shutil.which("chromium") or shutil.which("google-chrome") or "/nowhere")
needs_ace = pytest.mark.skipif(
    not (ACE.exists() and CHROMIUM.exists()), reason="there is no Ace or no Chromium"
)


@needs_ace
def test_a_good_book_has_nothing_serious() -> None:
    data = write_epub(rendition(), tools()).value.data
    assert [p for p in ace.check(data, rendition(), ACE, CHROMIUM) if p.severity == "error"] == []


@needs_ace
def test_findings_lead_to_the_authors_file() -> None:
    body = '<section id="last"><p><img src="images/mud.svg"/></p></section>'
    made = rendition(pages=(*rendition().pages, page("last", body)))
    problems = ace.check(write_epub(made, tools()).value.data, made, ACE, CHROMIUM)
    found = {(str(p.where), p.code, p.message.partition(': "')[0]) for p in problems}
    words = "not everybody can read this place of the e-book (Ace, image-alt"
    assert ("essays/last.md:1", "ace", words) in found


def test_without_ace_it_says_so() -> None:
    problems = ace.check(b"", None, Path("/nowhere/ace"), CHROMIUM)
    assert [(p.code, p.severity) for p in problems] == [("checker-missing", "hint")]


@needs_ace
def test_a_checker_that_fails_is_no_good_book() -> None:
    problems = ace.check(b"", None, ACE, CHROMIUM)
    assert [(p.code, p.severity) for p in problems] == [("checker-failed", "error")]
