from __future__ import annotations

from dataclasses import replace

from seriesbook import xhtml
from seriesbook.passes import PassContext
from seriesbook.passes.page_notes import set_page_notes
from tiny import EPUB, PDF, book, essay, mark, note

FEET = replace(PDF, notes="page")
NOWHERE = PassContext({})


def footed(body: str, *notes: str) -> str:
    made = tuple(note("a", number, text) for number, text in enumerate(notes, 1))
    section = essay("a.md", body, notes=made)
    found = set_page_notes(book(section, edition=FEET), NOWHERE).value.sections[0]
    assert found.notes == made
    return found.body


def test_a_note_stands_behind_its_mark() -> None:
    assert footed(f"<p>x{mark('a', 1)}. More.</p>", "<p>Its <em>source</em>.</p>") == (
        f'<p>x{mark("a", 1)}<span class="footnote" id="a--fn-1">'
        '<a href="#a--fnref-1" role="doc-backlink" epub:type="backlink" '
        'class="note-number">1.</a> '
        "Its <em>source</em>.</span>. More.</p>"
    )


def test_blocks_of_a_note_become_spans() -> None:
    root = xhtml.parse(footed(f"<p>x{mark('a', 1)}</p>", "<p>One</p>\n<ul>\n<li>Two</li>\n</ul>"))
    footnote = root.find(".//span[@class='footnote']")
    assert footnote is not None
    assert [e.get("class") for e in footnote] == ["note-number", "note-ul"]
    assert not any(e.tag in xhtml.BLOCKS for e in footnote.iter())


def test_a_note_used_twice_is_set_once() -> None:
    body = footed(f"<p>x{mark('a', 1)} y{mark('a', 1, '-2')}</p>", "<p>n</p>")
    assert body.count('id="a--fn-1"') == 1


def test_a_note_to_a_note_stands_behind_it_even_in_a_circle() -> None:
    body = footed(f"<p>x{mark('a', 1)}</p>", f"<p>A{mark('a', 2)}</p>", f"<p>B{mark('a', 1)}</p>")
    root = xhtml.parse(body)
    assert [e.get("id") for e in root[0]] == ["a--fnref-1", "a--fn-1", "a--fn-2"]


def test_only_print_has_feet() -> None:
    section = essay("a.md", f"<p>x{mark('a', 1)}</p>", notes=(note("a", 1, "<p>n</p>"),))
    for edition in (PDF, replace(EPUB, notes="page")):
        assert set_page_notes(book(section, edition=edition), NOWHERE).value.sections[0] is section
