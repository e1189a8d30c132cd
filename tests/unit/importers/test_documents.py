from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from seriesbook.importers.archives import open_supply
from seriesbook.importers.documents import read, recognise
from seriesbook.importers.model import Finding, Post
from seriesbook.problems import BookError
from seriesbook.readers.pandoc import pandoc_path
from support import CORPORA

if TYPE_CHECKING:
    from pathlib import Path

LONG = "The harbour keeps two books, one for the ships and one for the water. " * 40
IMPORTS = CORPORA / "imports"
SOURCES = (
    sorted(IMPORTS.glob("docx/*.docx"))
    + sorted(IMPORTS.glob("odt/*.odt"))
    + sorted(IMPORTS.glob("federalist-formats/*.docx"))
    + sorted(IMPORTS.glob("federalist-formats/*.odt"))
)
# Notes in the source: (member, mark of a note).
MARKS = {
    ".docx": ("word/document.xml", rb"<w:(?:foot|end)noteReference\b"),
    ".odt": ("content.xml", rb"<text:note "),
}


def made(path: Path, markdown: str, *options: str) -> Path:
    subprocess.run(
        [pandoc_path(), "--from", "markdown", "--output", path, *options],
        input=markdown.encode(), check=True,
    )  # fmt: skip
    return path


def posts_of(path: Path) -> list[Post]:
    supply = open_supply(path)
    assert recognise(supply)
    found = list(read(supply))
    assert not any(isinstance(post, Finding) for post in found)
    return [post for post in found if isinstance(post, Post)]


def rezip(path: Path, changed: dict[str, bytes | None]) -> Path:
    """The same zip with some members changed, added or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        members: dict[str, bytes | None] = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (members | changed).items():
            if data is not None:
                archive.writestr(name, data)
    return path


@pytest.mark.parametrize("suffix", ["docx", "odt", "epub", "rtf"])
def test_one_essay(tmp_path: Path, suffix: str) -> None:
    markdown = (
        f"---\ntitle: Salt\nauthor: Ada Tern\nlang: en\n---\n\n{LONG}[^1]\n\n[^1]: A note.\n"
    )
    (post,) = posts_of(made(tmp_path / f"a.{suffix}", markdown, "--standalone"))
    assert post.html.count("two books") == 40
    if suffix != "rtf":  # pandoc's RTF has no fields for it
        assert (post.title, post.authors) == ("Salt", ("Ada Tern",))
        assert post.html.count("footnote-ref") == 1
        assert post.html.count('id="fn1"') == 1


def test_long_chapters_are_essays_of_their_own(tmp_path: Path) -> None:
    chapters = f"# Flour\n\n{LONG}[^1]\n\n# Salt\n\n{LONG}[^2]\n\n[^1]: One.\n\n[^2]: Two.\n"
    flour, salt = posts_of(made(tmp_path / "bread.docx", chapters))
    assert (flour.title, salt.title) == ("Flour", "Salt")
    assert flour.key != salt.key
    assert ("One." in flour.html, "Two." in flour.html) == (True, False)
    assert ("One." in salt.html, "Two." in salt.html) == (False, True)
    assert [(f.kind, f.what) for f in flour.findings] == [
        ("guessed", "document split into essays")
    ]
    assert salt.findings == ()


def test_short_sections_are_not(tmp_path: Path) -> None:
    sections = "---\ntitle: Bread\n---\n\n# Flour\n\nWhite.\n\n# Salt\n\nSea.\n"
    (post,) = posts_of(made(tmp_path / "bread.docx", sections))
    assert post.title == "Bread"
    assert post.html.count("<h1") == 2


def test_a_single_first_heading_is_the_title(tmp_path: Path) -> None:
    (post,) = posts_of(made(tmp_path / "bread.odt", f"# Salt\n\n{LONG}"))
    assert post.title == "Salt"
    assert "<h1" not in post.html


def test_pictures_are_kept(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (4, 4), "red").save(tmp_path / "red.png")
    path = made(tmp_path / "a.docx", f"{LONG}\n\n![A red square](red.png)\n",
                f"--resource-path={tmp_path}")  # fmt: skip
    (post,) = posts_of(path)
    (address, picture) = next(iter(post.pictures.items()))
    assert address in post.html
    assert "A red square" in post.html
    assert picture.media_type == "image/png"
    assert Image.open(io.BytesIO(picture.read())).size == (4, 4)


def test_a_picture_outside_of_a_document_is_not_read(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (4, 4)).save(tmp_path / "secret.png")
    path = made(tmp_path / "a.docx", f"{LONG}\n\n![x](secret.png)\n",
                f"--resource-path={tmp_path}")  # fmt: skip
    with zipfile.ZipFile(path) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    outside = re.sub(
        r'Target="media/[^"]+"', f'Target="file://{tmp_path}/secret.png" TargetMode="External"',
        relations,
    )  # fmt: skip
    assert outside != relations
    (post,) = posts_of(rezip(path, {"word/_rels/document.xml.rels": outside.encode()}))
    assert dict(post.pictures) == {}


def test_what_is_not_carried_over_is_said(tmp_path: Path) -> None:
    path = made(tmp_path / "a.docx", LONG)
    remarks = b'<w:comments xmlns:w="x"><w:comment w:id="1"/><w:comment w:id="2"/></w:comments>'
    (post,) = posts_of(rezip(path, {"word/comments.xml": remarks}))
    assert ("not-carried", "reviewers’ remarks", 2) in [
        (f.kind, f.what, f.count) for f in post.findings
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"word/document.xml": None},
        {"word/document.xml": b"<w:document"},
        {"word/media/bomb.bin": b"0" * 300_000_000},
    ],
    ids=["no text", "truncated XML", "bomb"],
)
def test_broken_documents_are_errors(tmp_path: Path, changed: dict[str, bytes | None]) -> None:
    path = rezip(made(tmp_path / "a.docx", LONG), changed)
    with pytest.raises(BookError, match="document-unreadable"):
        posts_of(path)


def test_what_is_no_document_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"hello")
    with pytest.raises(BookError, match="document-unreadable"):
        posts_of(path)
    path.write_bytes(made(tmp_path / "b.docx", LONG).read_bytes()[:4000])
    with pytest.raises(BookError, match="source-damaged"):
        posts_of(path)


@pytest.mark.slow
@pytest.mark.skipif(not SOURCES, reason="the corpora are not here")
@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_note_and_picture_is_there(path: Path) -> None:
    member, mark = MARKS[path.suffix]
    with zipfile.ZipFile(path) as archive:
        notes = len(re.findall(mark, archive.read(member)))
    try:
        posts = posts_of(path)
    except BookError as error:
        assert path.name in str(error)
        return
    assert sum(post.html.count("footnote-ref") for post in posts) == notes
    for post in posts:
        used = set(re.findall(r'<img[^>]* src="([^"]+)"', post.html))
        assert set(post.pictures) <= used
        assert not any(address.startswith("data:") for address in used)
