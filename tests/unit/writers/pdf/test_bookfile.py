from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from seriesbook.writers.pdf.bookfile import BookFile
from seriesbook.writers.pdf.moving import Mover, reference

TEXTS = ("a (nested) 7 0 R", "back\\slash )", "naïve", "漢字", "two\nlines\r", "")


def small(texts: tuple[str, ...]) -> pikepdf.Pdf:
    """A PDF of one page that refers to an object of each kind."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 200))
    page = pdf.pages[0].obj
    page.Contents = pdf.make_stream(b"q Q")
    page.Texts = pdf.make_indirect(Array([String(text) for text in texts]))
    page.Image = pdf.make_stream(b"61" * 25, Filter=Name.ASCIIHexDecode, Own=page.Texts)
    return pdf


def book(count: int) -> bytes:
    """A book of some small PDFs."""
    file = BookFile()
    tree, root, info = file.number(), file.number(), file.number()
    kids = []
    for n in range(count):
        pdf = small((str(n), *TEXTS))
        page = pdf.pages[0].obj
        page.Parent = reference(tree)
        mover = Mover(pdf, file)
        kids.append(mover.number(page))
        mover.move()
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    file.add(tree, b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, references))
    file.add(info, Dictionary(Title=String("T")).unparse())
    file.add(root, b"<</Type/Catalog/Pages %d 0 R>>" % tree)
    return file.finish(root, info).read()


def test_a_book_holds_what_was_moved_into_it() -> None:
    with pikepdf.open(io.BytesIO(book(250))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.docinfo.Title) == "T"
        for n, page in enumerate(pdf.pages):
            assert [str(text) for text in page.obj.Texts] == [str(n), *TEXTS]
            assert page.obj.Contents.read_bytes() == b"q Q"
            assert page.obj.Image.read_raw_bytes() == b"61" * 25
            assert page.obj.Image.Own.objgen == page.obj.Texts.objgen
        assert len(pdf.pages) == 250


def test_the_same_book_is_the_same_bytes_and_has_its_own_id() -> None:
    assert book(3) == book(3)
    ids = []
    for count in (3, 4):
        with pikepdf.open(io.BytesIO(book(count))) as pdf:
            ids.append(bytes(pdf.trailer.ID[0]))
    assert ids[0] != ids[1]


def test_metadata_stays_readable_without_unpacking() -> None:
    pdf = pikepdf.new()
    pdf.Root.Metadata = pdf.make_stream(b"<x:xmpmeta/>", Type=Name.Metadata, Subtype=Name.XML)
    file = BookFile()
    mover = Mover(pdf, file)
    root = mover.number(pdf.Root)
    mover.move()
    assert b"<x:xmpmeta/>" in file.finish(root, root).read()
