from __future__ import annotations

from dataclasses import replace

from seriesbook.pagerefs import owners, with_page_numbers
from tiny import PDF, book, essay, mark, note

LINK = '<a href="#ebb">the ebb</a>'
NUMBER = '<span class="page-number" data-ref="ebb"/>'
PAGE = f'\N{NO-BREAK SPACE}<span class="page-ref">(p. {NUMBER})</span>'


def shown(body: str, **fields: object) -> str:
    tide = replace(essay("essays/tide.md", body), **fields)  # type: ignore[arg-type]
    ebb = essay("essays/ebb.md", '<h2 id="ebb--low">Low</h2>')
    made = book(tide, ebb, edition=PDF)
    return with_page_numbers(tide, owners(made), "p. {page}").body.replace("></span>", "/>")


def test_a_link_to_another_essay_says_its_page() -> None:
    assert shown(f"<p>See {LINK}, please.</p>") == f"<p>See {LINK}{PAGE}, please.</p>"


def test_once_in_a_paragraph() -> None:
    twice = shown(f"<p>{LINK} and {LINK}.</p><p>{LINK}</p>")
    assert twice == f"<p>{LINK}{PAGE} and {LINK}.</p><p>{LINK}{PAGE}</p>"


def test_a_heading_of_another_essay_has_a_page_of_its_own() -> None:
    assert 'data-ref="ebb--low"' in shown('<p><a href="#ebb--low">low</a></p>')


def test_own_headings_notes_and_the_web_have_none() -> None:
    body = (
        '<h2 id="tide--a">A</h2><p><a href="#tide--a">A</a>'
        f'<a href="https://example.org/">web</a>{mark("tide", 1)}</p>'
    )
    assert shown(body, notes=(note("tide", 1, "<p>N.</p>"),)) == body
