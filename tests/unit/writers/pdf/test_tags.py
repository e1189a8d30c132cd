from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from seriesbook.model import Asset
from tagged import Tagged, squeezed
from written import write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from seriesbook.rendition import Rendition
    from seriesbook.tools import Tools

    Make = Callable[..., Rendition]


def tagged(rendition: Rendition, tools: Tools) -> Tagged:
    found = Tagged(write_pdf(rendition, tools).value.data)
    assert found.faults() == []
    return found


def test_sections_follow_each_other_in_one_document(make: Make, tools: Tools) -> None:
    found = tagged(make(), tools)
    assert found.document.type == "Document"
    assert [section.type for section in found.document.elements()] == ["Sect"] * 8
    heads = [found.text(e) for e in found.document.walk() if e.type == "H1"]
    assert heads == ["The Series", "Contents", "Preface", "Tide", "Ebb", "Notes"]
    pages = [piece.page for piece in found.document.pieces()]
    assert pages == sorted(pages)


def test_heads_folios_and_blanks_are_no_content(make: Make, tools: Tools) -> None:
    found = tagged(make(), tools)
    text = found.text(found.document)
    assert text.count("The Series") == 2  # half-title and title page
    assert found.artifacts[7] in {"viiiThe Series", "The Seriesviii"}
    assert found.artifacts[1] == ""
    assert "/StructParents" not in found.pdf.pages[1].obj


def test_words_are_apart_at_the_ends_of_lines(make: Make, tools: Tools) -> None:
    found = tagged(make({"tide": (1200, 1)}), tools)
    (long,) = [e for e in found.document.walk() if e.type == "P" and len(found.text(e)) > 5000]
    assert found.text(long).split() == "some quiet words of prose".split() * 240
    assert len({piece.page for piece in long.pieces()}) > 2


def test_links_that_lead_nowhere_are_text(make: Make, tools: Tools) -> None:
    first = '<p><a href="https://example.org/">a</a> <a href="file:///etc/passwd">b</a> c</p>'
    found = tagged(make({"tide": (300, 1)}, first=first), tools)
    (one,) = [e for e in found.document.walk() if e.type == "P" and found.text(e) == "a b c"]
    assert [kid.type for kid in one.walk()] == ["P", "Link", "Span"]


def test_links_say_where_they_lead(make: Make, tools: Tools) -> None:
    first = '<p>See <a href="https://example.org/">the <em>best</em>\n site</a>.</p>'
    found = tagged(make({"tide": (300, 1)}, first=first), tools)
    said = [
        str(annotation.Contents)
        for page in found.pdf.pages
        for annotation in page.obj.get("/Annots", ())
    ]
    assert "the best site" in said
    assert "Tide 1" in said


def test_a_section_in_another_language_says_so(make: Make, tools: Tools) -> None:
    rendition = make()
    pages = tuple(
        replace(page, content=page.xhtml.replace('lang="en"', 'lang="fr"'), language="fr")
        if page.name == "ebb"
        else page
        for page in rendition.pages
    )
    found = tagged(replace(rendition, pages=pages), tools)
    said = {found.text(e)[:3]: str(e.object.Lang) for e in found.document.elements()}
    assert said["Ebb"] == "fr"
    assert said["Tid"] == "en"
    assert str(found.pdf.Root.Lang) == "en"


def test_figures_move_with_their_page(make: Make, tools: Tools) -> None:
    buffer = io.BytesIO()
    Image.new("L", (40, 40)).save(buffer, "PNG")
    asset = Asset("images/a.png", "image/png", buffer.getvalue())
    css = make().css.replace("margin: 54pt", "margin: 54pt 38pt", 1)
    first = '<p><img src="images/a.png" alt="A square" style="display: block"/></p>'
    many = '<p style="break-after: page">x</p>' * 160
    rendition = replace(make({"tide": (300, 1)}, first=first + many, css=css), assets=(asset,))
    found = tagged(rendition, tools)
    (figure,) = [e for e in found.document.walk() if e.type == "Figure"]
    left, _, right, _ = (float(n) for n in figure.object.A.BBox)
    assert (left, right) == pytest.approx((40, 70))  # 2 pt outwards on a recto


def test_a_group_keeps_its_sequences(make: Make, tools: Tools) -> None:
    first = '<p style="opacity: 0.5">Faint</p>'
    found = tagged(make({"tide": (300, 1), "ebb": (300, 1)}, first=first), tools)
    parents = list(found.pdf.Root.StructTreeRoot.ParentTree.Nums)
    groups = [
        (page, group)
        for page in found.pdf.pages
        for name, group in page.resources.get("/XObject", {}).items()
        if not str(name).startswith("/Seriesbook")
    ]
    assert len(groups) == 2
    for page, group in groups:
        (owner,) = parents[2 * int(group.StructParents) + 1]
        assert owner.K.Stm.objgen == group.objgen
        assert owner.Pg.objgen == page.obj.objgen


def test_notes_have_ids(make: Make, tools: Tools) -> None:
    rendition = make()
    pages = tuple(
        replace(page, content=page.xhtml.replace("<section", '<section role="doc-endnotes"', 1))
        if page.role == "notes"
        else page
        for page in rendition.pages
    )
    found = tagged(replace(rendition, pages=pages), tools)
    (leaf,) = found.pdf.Root.StructTreeRoot.IDTree.Kids
    names = [str(name) for name in list(leaf.Names)[::2]]
    assert names == ["ebb--fn-1", "tide--fn-1", "tide--fn-2", "tide--fn-3"]
    assert [str(limit) for limit in leaf.Limits] == [names[0], names[-1]]


def test_the_tree_says_what_the_pages_say(make: Make, tools: Tools) -> None:
    found = tagged(make(), tools)
    said, shown = found.text(found.document), "".join(found.texts.values())
    assert sorted(squeezed(said)) == sorted(squeezed(shown))
