from __future__ import annotations

import io
import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING

import pdfplumber
import pikepdf
import pytest
from PIL import Image

from seriesbook.cache import Cache
from seriesbook.model import Asset
from seriesbook.problems import BookError
from written import write_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from seriesbook.rendition import Rendition
    from seriesbook.tools import Tools

    Make = Callable[..., Rendition]


def texts(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def labels(pdf: pikepdf.Pdf) -> list[str]:
    return [page.label for page in pdf.pages]


def links(pdf: pikepdf.Pdf) -> list[tuple[int, int]]:
    """Pages that links stand on and lead to."""
    numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
    return [
        (n, numbers[annotation.Dest[0].objgen])
        for n, page in enumerate(pdf.pages)
        for annotation in page.obj.get("/Annots", [])
        if "/Dest" in annotation
    ]


def test_front_matter_is_roman_and_the_text_starts_at_1(make: Make, tools: Tools) -> None:
    made = write_pdf(make(), tools).value
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert labels(pdf)[:9] == ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "1"]
        assert len(pdf.pages) == made.pages
        assert made.pages % 2 == 0
    places = {place.slug: (place.first, place.last) for place in made.placed}
    assert places["copyright-page"] == ("iv", "iv")
    assert places["preface"] == ("vii", "viii")
    assert places["tide"][0] == "1"
    assert int(places["ebb"][0]) % 2 == 1


def test_folios_stand_where_they_should(make: Make, tools: Tools) -> None:
    made = write_pdf(make(), tools).value
    pages = texts(made.data)
    assert pages[1] == ""  # a blank has no ink
    for n in (0, 2, 3):  # display pages show no folio
        assert not re.search(r"^[ivx]+$", pages[n], re.MULTILINE)
    assert pages[6].splitlines()[-1] == "vii"  # a drop folio, and no head
    assert "The Series" not in pages[6]
    assert pages[7].splitlines()[0] == "viii The Series"
    assert pages[8].splitlines()[-1] == "1"
    assert pages[9].splitlines()[0] == "2 The Series"
    assert pages[10].splitlines()[0] == "Tide 3"


def test_blanks_have_no_content(make: Make, tools: Tools) -> None:
    made = write_pdf(make(), tools).value
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        blank = pdf.pages[1].obj
        assert "/Contents" not in blank or not blank.Contents.read_bytes()
        assert [float(n) for n in blank.MediaBox] == [0, 0, 432, 648]


def test_contents_print_true_page_numbers(make: Make, tools: Tools) -> None:
    made = write_pdf(make(), tools).value
    found = dict(re.findall(r"(Preface|Tide|Ebb|Notes) (\w+)", texts(made.data)[4]))
    assert found == {p.slug.title(): p.first for p in made.placed if p.slug.title() in found}
    assert len(found) == 4


def test_every_link_lands_on_the_right_page(make: Make, tools: Tools) -> None:
    made = write_pdf(make(), tools).value
    pages = texts(made.data)
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        landed = links(pdf)
        assert len(landed) == 4 + 4 + 4  # contents, marks, and back
        for start, end in landed:
            on_contents = pages[start].startswith("Contents")
            assert on_contents or ("A note of" in pages[start]) != ("A note of" in pages[end])
        firsts = {p.slug: labels(pdf).index(p.first) for p in made.placed}
        ends = [end for start, end in landed if start == firsts["contents"]]
        assert ends == [firsts[slug] for slug in ("preface", "tide", "ebb", "notes")]


def test_links_can_be_hit(make: Make, tools: Tools) -> None:
    """The marks are set with `line-height: 0`."""
    made = write_pdf(make(), tools).value
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        rects = [
            [float(n) for n in annotation.Rect]
            for page in pdf.pages
            for annotation in page.obj.get("/Annots", [])
        ]
    assert rects
    assert all(right > left and top - bottom >= 8 for left, bottom, right, top in rects)


def test_destinations_point_at_the_mark(make: Make, tools: Tools) -> None:
    made = write_pdf(make(), tools).value
    with (
        pikepdf.open(io.BytesIO(made.data)) as pdf,
        pdfplumber.open(io.BytesIO(made.data)) as read,
    ):
        numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
        notes = pdf.pages[labels(pdf).index(made.placed[-1].first)].obj
        for annotation in notes.Annots:
            target, _, x, y, _ = annotation.Dest
            page = read.pages[numbers[target.objgen]]
            chars = page.crop(
                (float(x) - 1, 648 - float(y) - 2, float(x) + 8, 648 - float(y) + 30)
            )
            assert re.search(r"\d", chars.extract_text())


def test_heads_of_notes_name_the_pages_of_their_marks(make: Make, tools: Tools) -> None:
    made = write_pdf(make({"tide": (3000, 30), "ebb": (900, 30)}), tools).value
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        first = labels(pdf).index({p.slug: p.first for p in made.placed}["notes"])
    pages = texts(made.data)
    where = {
        n: label
        for label, text in enumerate(pages[8:first], 1)
        for n in re.findall(r"Marked(\d+)\.", text)
    }
    heads = [re.search(r"Notes to pages? (\d+)(?:–(\d+))?", text) for text in pages[first + 1 :]]
    assert heads[0]
    assert len(where) == 30
    low, high = int(heads[0][1]), int(heads[0][2] or heads[0][1])
    numbers = [
        int(n) for n in re.findall(r"^\s*(?:\d+\. )?(\d+)\. A note", pages[first + 1], re.M)
    ]
    assert numbers
    assert low <= high


def _first(destination: object) -> tuple[int, int]:
    assert isinstance(destination, pikepdf.Array)
    return destination[0].objgen


def test_outline_follows_the_contents(make: Make, tools: Tools) -> None:
    made = write_pdf(make(), tools).value
    with pikepdf.open(io.BytesIO(made.data)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Preface", "Tide", "Ebb", "Notes"]
        numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
        ends = [numbers[_first(item.destination)] for item in outline.root]
        assert [labels(pdf)[n] for n in ends[:2]] == ["vii", "1"]


def test_metadata(make: Make, tools: Tools) -> None:
    made = write_pdf(make(), tools).value
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] == "The Series"
            assert meta["dc:creator"] == ["Ann Author"]
            assert meta["xmp:ModifyDate"] == "2026-01-02T00:00:00+00:00"
            assert meta["xmpRights:Marked"] == "True"
            assert meta["xmpRights:WebStatement"].endswith("/by/4.0/")
        assert str(pdf.docinfo.Title) == "The Series"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.Root.Lang) == "en"
        assert b"creativecommons.org/ns#" in pdf.Root.Metadata.read_bytes()


def test_text_moves_outwards_for_the_binding(make: Make, tools: Tools) -> None:
    css = make().css.replace("margin: 54pt", "margin: 54pt 38pt", 1)
    many = '<p style="break-after: page">x</p>' * 160
    outcome = write_pdf(make({"tide": (300, 1)}, first=many, css=css), tools)
    with pdfplumber.open(io.BytesIO(outcome.value.data)) as pdf:
        recto = min(c["x0"] for c in pdf.pages[8].chars if c["size"] == 12)
        verso = min(c["x0"] for c in pdf.pages[9].chars if c["size"] == 12)
    assert recto - verso == pytest.approx(4)  # no further: 36 pt stay outside
    assert not outcome.problems


def test_a_book_from_right_to_left_is_bound_on_the_right(make: Make, tools: Tools) -> None:
    css = make().css.replace("margin: 54pt", "margin: 54pt 38pt", 1)
    many = '<p style="break-after: page">x</p>' * 160
    made = make({"tide": (300, 1)}, first=many, css=css)
    series = replace(made.book.series, language="ur")  # Latin numerals, right to left
    outcome = write_pdf(replace(made, book=replace(made.book, series=series)), tools)
    with pdfplumber.open(io.BytesIO(outcome.value.data)) as pdf:
        recto = min(c["x0"] for c in pdf.pages[8].chars if c["size"] == 12)
        verso = min(c["x0"] for c in pdf.pages[9].chars if c["size"] == 12)
        assert verso - recto == pytest.approx(4)
        # the folio of a recto stands at its left, away from the binding
        folio = [c for c in pdf.pages[10].chars if c["top"] < 54 and c["text"].isdigit()]
        assert folio
        assert max(c["x1"] for c in folio) < 100
    with pikepdf.open(io.BytesIO(outcome.value.data)) as file:
        assert file.Root.ViewerPreferences.Direction == "/R2L"


def test_margins_too_narrow_are_said(make: Make, tools: Tools) -> None:
    css = make().css.replace("margin: 54pt", "margin: 54pt 20pt", 1)
    assert "margin-narrow" in {p.code for p in write_pdf(make(css=css), tools).problems}


def test_a_link_to_nowhere_is_an_error(make: Make, tools: Tools) -> None:
    first = '<p data-line="7"><a href="#gone">x</a></p>'
    problems = write_pdf(make({"tide": (300, 1)}, first=first), tools).problems
    assert [(p.code, str(p.where)) for p in problems] == [("link-dead", "essays/tide.md:7")]


def test_external_links_stay_and_others_go(make: Make, tools: Tools) -> None:
    first = '<p><a href="https://example.org/">a</a> <a href="file:///etc/passwd">b</a></p>'
    made = write_pdf(make({"tide": (300, 1)}, first=first), tools).value
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        uris = [
            str(annotation.A.URI)
            for page in pdf.pages
            for annotation in page.obj.get("/Annots", [])
            if "/A" in annotation
        ]
    assert uris == ["https://example.org/"]


def test_a_long_head_is_cut_at_a_word(make: Make, tools: Tools) -> None:
    outcome = write_pdf(make(recto="A very long title indeed, " * 5 + "and more"), tools)
    assert {p.code for p in outcome.problems} == {"head-too-long"}
    head = texts(outcome.value.data)[10].splitlines()[0]
    assert re.fullmatch(r"A very long title .*\w… 3", head)


def test_engine_messages_become_problems(make: Make, tools: Tools) -> None:
    css = make().css + "p { colour: red }"
    first = '<p>Ж <img src="images/gone.png" alt=""/></p>'
    problems = write_pdf(make({"tide": (300, 1)}, first=first, css=css), tools).problems
    assert {p.code for p in problems} == {"css-ignored", "glyph-missing", "image-missing"}
    assert len(problems) == 3


def test_bytes_depend_on_the_book_alone(make: Make, tools: Tools, tmp_path: Path) -> None:
    tools = replace(tools, cache=Cache(tmp_path))
    clean = write_pdf(make(), tools).value
    warm = write_pdf(make(), tools).value
    assert warm.data == clean.data
    assert clean.rebuilt
    assert not warm.rebuilt
    context = get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        other = write_pdf(make(), replace(tools, cache=Cache(None), executor=pool)).value
    assert other.data == clean.data
    for entry in tmp_path.rglob("*"):
        if entry.is_file():
            data = entry.read_bytes()
            entry.write_bytes(data[: len(data) // 2])
    mended = write_pdf(make(), tools).value
    assert mended.data == clean.data
    assert mended.rebuilt == clean.rebuilt


def test_an_edit_lays_out_what_it_touches(make: Make, tools: Tools, tmp_path: Path) -> None:
    tools = replace(tools, cache=Cache(tmp_path))
    write_pdf(make({"tide": (1200, 3), "ebb": (300, 1)}), tools)
    longer = {"tide": (2400, 3), "ebb": (300, 1)}
    edited = write_pdf(make(longer), tools).value
    assert {name for name, _ in edited.rebuilt} == {"tide", "contents", "openings D-0"}
    clean = write_pdf(make(longer), replace(tools, cache=Cache(None))).value
    assert edited.data == clean.data


def test_a_folio_stylesheet_that_breaks_sheets_is_refused(make: Make, tools: Tools) -> None:
    rendition = make({"tide": (300, 1)})
    broken = replace(rendition, folio_css=rendition.folio_css + ".sheet { display: none }")
    with pytest.raises(BookError, match="theme-folios"):
        write_pdf(broken, tools)


def test_an_image_of_several_pages_is_one_object(make: Make, tools: Tools) -> None:
    buffer = io.BytesIO()
    Image.new("L", (4, 4)).save(buffer, "PNG")
    first = '<p><img src="images/a.png" alt=""/><img src="images/b.svg" alt=""/></p>'
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    assets = (
        Asset("images/a.png", "image/png", buffer.getvalue()),
        Asset("images/b.svg", "image/svg+xml", svg),
    )
    outcome = write_pdf(replace(make(first=first), assets=assets), tools)
    assert outcome.problems == ()
    with pikepdf.open(io.BytesIO(outcome.value.data)) as pdf:
        images = [
            stream
            for stream in pdf.objects
            if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == "/Image"
        ]
    assert len(images) == 1
