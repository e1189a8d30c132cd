from __future__ import annotations

import base64
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from seriesbook import xhtml
from seriesbook.passes.images import resolve_images
from tiny import EPUB, PDF, book, essay, images_at, note, picture, said

if TYPE_CHECKING:
    from seriesbook.model import Book

PNG = picture(size=(60, 40))
NFC, NFD = (unicodedata.normalize(form, "café.png") for form in ("NFC", "NFD"))


def shown(src: str, *paths: str, path: str = "essays/a.md") -> tuple[list[str], list[str]]:
    """Hrefs of an image's assets and problems, in a folder of these images."""
    root = xhtml.parse('<p data-line="5"></p>')
    etree.SubElement(root[0], "img", src=src, alt="A")
    section = essay(path, xhtml.serialise(root))
    outcome = resolve_images(book(section), images_at(dict.fromkeys(paths, PNG)))
    return [asset.href for asset in outcome.value.assets], said(outcome.problems)


@pytest.mark.parametrize(
    ("src", "path", "href"),
    [
        ("../images/x.png", "images/x.png", "images/x.png"),
        ("images/x.png", "images/x.png", "images/x.png"),
        ("/images/x.png", "images/x.png", "images/x.png"),
        ("x.png", "essays/x.png", "images/essays-x.png"),
        ("my%20pic.png", "essays/my pic.png", "images/essays-my-pic.png"),
        ("my pic.png", "essays/my pic.png", "images/essays-my-pic.png"),
        ("x.png?v=1#top", "essays/x.png", "images/essays-x.png"),
        ("50%.png", "essays/50%.png", "images/essays-50.png"),
        ("a?b.png", "essays/a?b.png", "images/essays-a-b.png"),
        ("..\\images\\X.PNG", "images/X.PNG", "images/x.png"),
        ("../images/фото.png", "images/фото.png", "images/foto.png"),
    ],
)
def test_an_image_is_found(src: str, path: str, href: str) -> None:
    assert shown(src, path) == ([href], [])


@pytest.mark.parametrize(
    ("src", "problem"),
    [
        ("gone.png", "image-missing"),
        (" ", "image-missing"),
        ("#x", "image-missing"),
        ("/etc/passwd", "image-missing"),
        ("../../x.png", "path-outside"),
        ("..%2f..%2fetc%2fpasswd", "path-outside"),
        ("file:///etc/passwd", "path-outside"),
        ("http://127.0.0.1:9/a.png", "image-remote"),
        ("//localhost/x.png", "image-remote"),
        ("../images/X.png", "image-name"),
        (f"../images/{NFC}", "image-name"),
        ("data:image/png;base64,!!!!", "image-broken"),
        ("data:image/png;base64,aGVsbG8=", "image-format"),
    ],
)
def test_an_image_is_refused(src: str, problem: str) -> None:
    found = shown(src, "images/x.png", f"images/{NFD}")
    assert found == ([], [f"essays/a.md:5:error:{problem}"])


def test_two_files_never_share_a_name() -> None:
    files = ["images/x.png", "images/X.jpg", "images/cover.png", "images/Ü.png", "images/u.png"]
    body = "".join(f'<p><img src="/{path}" alt="A"/></p>' for path in files)
    outcome = resolve_images(
        book(essay("essays/a.md", body)), images_at(dict.fromkeys(files, PNG))
    )
    hrefs = [asset.href for asset in outcome.value.assets]
    assert len(set(hrefs)) == len(files)
    assert not {"images/x.png", "images/cover.png", "images/u.png"} & set(hrefs)


def test_a_file_used_twice_is_one_asset() -> None:
    body = '<p><img src="/i.png" alt="A"/><img src="../i.png" alt="A"/></p>'
    outcome = resolve_images(book(essay("essays/a.md", body)), images_at({"i.png": PNG}))
    assert len(outcome.value.assets) == 1


def test_data_become_a_file() -> None:
    src = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    hrefs, problems = shown(src)
    assert problems == []
    assert hrefs[0].startswith("images/data-")


def sized(attributes: str) -> str:
    body = f'<p><img src="i.png" alt="A"{attributes}/></p>'
    outcome = resolve_images(book(essay("a.md", body)), images_at({"i.png": PNG}))
    image = xhtml.parse(outcome.value.sections[0].body)[0][0]
    return f"{image.get('width')}x{image.get('height')}"


def test_width_and_height_are_the_image_s_or_in_its_proportion() -> None:
    assert sized("") == "60x40"
    assert sized(' width="30"') == "30x20"
    assert sized(' height="80"') == "120x80"
    assert sized(' width="1" height="9"') == "1x9"


def test_an_image_without_words_is_a_warning() -> None:
    body = '<p data-line="3"><img src="i.png" alt=""/></p>'
    outcome = resolve_images(book(essay("a.md", body)), images_at({"i.png": PNG}))
    assert said(outcome.problems) == ["a.md:3:warning:alt-missing"]


def test_images_in_notes() -> None:
    section = essay("a.md", notes=(note("a", 1, '<p><img src="i.png" alt="A"/></p>'),))
    outcome = resolve_images(book(section), images_at({"i.png": PNG}))
    assert 'src="images/i.png"' in outcome.value.sections[0].notes[0].body


def test_cmyk_is_for_print_only() -> None:
    photo = picture("JPEG", mode="CMYK")
    files = images_at({"i.jpg": photo})
    body = '<p><img src="i.jpg" alt="A"/></p>'

    def data(made: Book) -> bytes:
        return resolve_images(made, files).value.assets[0].data

    assert data(book(essay("a.md", body), edition=PDF)) == photo
    assert data(book(essay("a.md", body), edition=EPUB)) != photo


@given(st.text(max_size=30))
def test_no_source_is_too_odd(src: str) -> None:
    clean = "".join(c if c.isprintable() else " " for c in src)
    hrefs, problems = shown(clean, "images/a.png")
    assert len(hrefs) + len(problems) <= 1
