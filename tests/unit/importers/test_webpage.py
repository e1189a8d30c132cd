from __future__ import annotations

import base64
from pathlib import Path

import pytest

from seriesbook import xhtml
from seriesbook.importers.archives import open_supply
from seriesbook.importers.model import Finding, Post, SeriesHint
from seriesbook.importers.recognition import take_front_and_back
from seriesbook.importers.webpage import read, recognise
from seriesbook.problems import BookError

PAGES = Path(__file__).parent / "pages"
PIXEL = base64.b64decode("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==")
TEXT = (
    "<p>The harbour keeps two books, one for the ships and one for the water under them, and the "
    "second is the longer of the two by several hundred pages, which nobody has read.</p>"
)


def read_all(path: Path) -> list[Post | Finding]:
    supply = open_supply(path)
    assert recognise(supply)
    return list(read(supply))


def post_of(path: Path) -> Post:
    (post,) = read_all(path)
    assert isinstance(post, Post)
    return post


def finished(name: str) -> tuple[Post, str]:
    """A page of the folder, with its head and foot taken off."""
    post = post_of(PAGES / f"{name}.html")
    root = xhtml.parse(post.html)
    return take_front_and_back(post, root), xhtml.serialise(root)


def saved(tmp_path: Path, body: str, head: str = "", name: str = "page.html") -> Path:
    path = tmp_path / name
    page = f"<html><head><title>Salt</title>{head}</head><body>{body}</body></html>"
    path.write_text(page, encoding="utf-8")
    return path


def words(html: str) -> str:
    return xhtml.text_of(xhtml.parse(html))


def test_a_blog_with_everything_around_its_text() -> None:
    post, html = finished("wordpress")
    assert (post.title, post.authors) == ("The Price of Salt Water", ("Ada Tern",))
    assert (str(post.date), str(post.updated)) == ("2021-03-14", "2021-04-02")
    assert (post.url, post.publication) == (
        "https://harbour.example/2021/03/salt-water/", "The Harbour Notebook"
    )  # fmt: skip
    assert (post.license, post.language, post.tags) == (
        "CC-BY-SA-4.0", "en-GB", ("harbours", "tides")
    )  # fmt: skip
    assert post.series == SeriesHint("Harbour Money", 2, 3, (
        ("The Weight of Ships", "https://harbour.example/2021/02/ships/"),
        ("The Price of Salt Water", ""),
        ("Lamps and Their Keepers", "https://harbour.example/2021/05/lamps/"),
    ))  # fmt: skip
    assert "eleven years" in post.bio
    assert [c.author for c in post.comments] == ["Bert Mole", "Ada Tern"]
    root = xhtml.parse(html)
    assert [e.tag for e in xhtml.elements(root, "blockquote", "figure", "h2", "ol", "cite")] == [
        "figure", "h2", "blockquote", "cite", "ol"
    ]  # fmt: skip
    for gone in ("Share", "Subscribe", "Related", "part 2", "Recent", "cookies", "Reply", "¶"):
        assert gone not in words(html)


def test_a_page_of_hashed_class_names() -> None:
    post, html = finished("medium")
    assert (post.title, post.authors) == ("Why I Stopped Counting Birds", ("Cora Lind",))
    assert post.subtitle == "A list is not a landscape, and a number is not a wing"
    assert "lives beside a river" in post.bio
    assert words(html).startswith("The marsh before sunrise.")
    assert words(html).endswith("the heron does not mind either way.")
    assert "I had written its name" in words(html)
    assert "cora.png" not in html


def test_a_magazine() -> None:
    post, html = finished("magazine")
    assert (post.title, post.authors) == ("The Long Bridge", ("Ines Vale", "Oskar Brand"))
    assert (str(post.date), post.license) == ("2019-05-07", "all-rights-reserved")
    assert post.subtitle == "It took two hundred years to build and an afternoon to cross."
    root = xhtml.parse(html)
    assert root.find(".//table/caption") is not None
    assert len(list(root.iter("br"))) == 3
    assert "receipt for his work" in html
    for gone in ("Read more", "Advertisement", "Facebook", "inbox", "Letters", "Tunnel", "©"):
        assert gone not in words(html)


def test_a_newsletter() -> None:
    post, html = finished("newsletter")
    assert (post.title, post.subtitle) == ("The Yeast", "A letter about waiting")
    assert (post.authors, str(post.date)) == (("Pia Moor",), "2022-02-02")
    assert post.series == SeriesHint("Bread", 3, 5)
    assert "Bakers will say" in html
    assert [c.html for c in post.comments] == ["<p>Salt forgives you.</p>"]
    for gone in ("subscriber", "Subscribe", "Next", "five-part"):
        assert gone not in words(html)


def test_the_first_post_of_a_thread() -> None:
    post, html = finished("forum")
    assert post.title == "[Essay] On keeping a workshop tidy"
    assert html.count("<p>") == 3
    for gone in ("woodlark", "Measure twice", "Lovely", "Powered"):
        assert gone not in words(html)


def test_a_page_in_german() -> None:
    post, html = finished("german")
    assert (post.title, post.authors) == ("Das Gewicht der Schlüssel", ("Jürgen Öhler",))
    assert (str(post.date), post.license) == ("2020-03-03", "CC-BY-NC-SA-4.0")
    assert post.series is not None
    assert (post.series.title, post.series.number) == ("Türen und Schwellen", 2)
    assert [title for title, _ in post.series.parts][2:] == ["Die Klinke", "Das Fenster"]
    assert post.bio.startswith("<p>Jürgen Öhler ist Schlosser")
    assert words(html).startswith("Wer viele Schlüssel trägt")
    assert words(html).endswith("wenn einer fehlte, würde ich es merken.")


def test_a_page_of_the_nineties() -> None:
    post, html = finished("table")
    assert (post.title, post.authors) == ("Rain, and how to hear it", ("Wim Doorn",))
    assert str(post.updated) == "1998-06-04"
    assert words(html).startswith("There are people who say")
    assert "<blockquote>" in html
    assert "Guestbook" not in html


@pytest.mark.parametrize("folder", ["page_files", "page-Dateien", "page.files"])
def test_pictures_in_the_files_folder(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "boat one.gif").write_bytes(PIXEL)
    (tmp_path / "other.gif").write_bytes(PIXEL)
    image = f"<p><img src='./{folder}/boat%20one.gif'><img src='other.gif'></p>"
    post = post_of(saved(tmp_path, TEXT + image + TEXT))
    assert [(p.name, p.media_type, p.read()) for p in post.pictures.values()] == [
        ("boat one.gif", "image/gif", PIXEL)
    ]
    assert all(address in post.html for address in post.pictures)


def test_no_picture_is_read_from_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "secret.gif").write_bytes(PIXEL)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "page_files").symlink_to(tmp_path)
    images = "".join(
        f"<img src='{address}'>"
        for address in ("../secret.gif", f"{tmp_path}/secret.gif", f"file://{tmp_path}/secret.gif",
                        "page_files/secret.gif", "page_files/../../secret.gif", "//x/secret.gif")
    )  # fmt: skip
    post = post_of(
        saved(inside, f"{TEXT}<p>{images}</p>{TEXT}", f"<base href='file://{tmp_path}/'>")
    )
    assert dict(post.pictures) == {}


def test_links_are_made_whole(tmp_path: Path) -> None:
    links = (
        "<p><a href='/a'>a</a><a href='#n'>n</a><a href='https://a.example/essay#n'>m</a>"
        "<a href='javascript:x'>j</a><a href='http://[bad'>b</a><a href='part2.html'>p</a></p>"
    )
    head = "<link rel='canonical' href='https://a.example/essay'>"
    post = post_of(saved(tmp_path, TEXT + links + TEXT, head))
    found = [e.get("href") for e in xhtml.parse(post.html).iter("a")]
    assert found == ["https://a.example/a", "#n", "#n", None, None, "https://a.example/part2.html"]
    lost = [f.words for f in post.findings if f.what == "link without an address"]
    assert lost == ["j: javascript:x", "b: http://[bad"]


def test_the_first_base_with_an_address_counts(tmp_path: Path) -> None:
    head = (
        "<base target='_blank'><base href='https://a.example/d/'>"
        "<base href='https://evil.example/'>"
    )
    post = post_of(saved(tmp_path, f"{TEXT}<p><a href='x'>x</a></p>{TEXT}", head))
    assert 'href="https://a.example/d/x"' in post.html
    post = post_of(
        saved(tmp_path, f"{TEXT}<p><a href='x'>x</a></p>{TEXT}", "<base href='file:///'>")
    )
    assert "file:" not in post.html


def test_a_page_in_one_file(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    page = (
        f"<html><body>{TEXT}<p><img src='https://a.example/i.gif'><img src='cid:b@c'></p></body>"
    )
    path.write_bytes(
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/salt\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X\r\n"
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: https://a.example/salt\r\n\r\n"
        + base64.encodebytes(page.encode())
        + b"\r\n--X\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: https://a.example/i.gif\r\n\r\n"
        + base64.encodebytes(PIXEL)
        + b"\r\n--X\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-ID: <b@c>\r\n\r\n" + base64.encodebytes(PIXEL) + b"\r\n--X--\r\n"
    )
    post = post_of(path)
    assert post.url == "https://a.example/salt"
    assert sorted(post.pictures) == ["cid:b@c", "https://a.example/i.gif"]
    assert {p.read() for p in post.pictures.values()} == {PIXEL}


def test_a_truncated_page_in_one_file_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=X\r\n\r\n--X"
    )
    with pytest.raises(BookError, match="no page is in it"):
        read_all(path)


def test_a_folder_of_pages(tmp_path: Path) -> None:
    saved(tmp_path, TEXT, "<link rel='canonical' href='https://a.example/1'>", "one.html")
    saved(tmp_path, "<div id='root'></div>", name="three.html")
    (tmp_path / "one_files").mkdir()
    saved(tmp_path / "one_files", TEXT, name="frame.html")
    (tmp_path / "one_files" / "i.gif").write_bytes(PIXEL)
    saved(tmp_path, f"{TEXT}<p><img src='one_files/i.gif'></p>", name="two.htm")
    one, three, two = read_all(tmp_path)
    assert isinstance(one, Post)
    assert one.key == "https://a.example/1"
    assert isinstance(three, Finding)
    assert (three.kind, three.place) == ("unreachable", f"{tmp_path.name}/three.html")
    assert isinstance(two, Post)
    assert list(two.pictures) == ["one_files/i.gif"]


@pytest.mark.parametrize(
    "page",
    [
        "", "<html><head><title>x</title></head></html>", "<frameset><frame src='a'></frameset>",
        "<div id='root'></div><noscript>You need JavaScript to run this app.</noscript>",
    ],
)  # fmt: skip
def test_a_page_without_a_text_is_an_error(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    with pytest.raises(BookError, match="page-empty"):
        read_all(path)


def test_a_page_without_title_and_date_is_read(tmp_path: Path) -> None:
    path = tmp_path / "salt-water.html"
    path.write_text(f"<body>{TEXT}", encoding="utf-8")
    post = post_of(path)
    assert (post.title, post.date, post.authors) == ("salt water", None, ())
    assert "title, from the name of the file" in [f.what for f in post.findings]


def test_soup_nested_deep_is_read(tmp_path: Path) -> None:
    post = post_of(saved(tmp_path, "<div>" * 3000 + TEXT))
    assert post.html == TEXT
    assert "two books" in words(post_of(saved(tmp_path, TEXT + "<b>" * 3500)).html)


def test_a_license_at_the_foot_of_a_page_is_a_guess(tmp_path: Path) -> None:
    foot = "<div class='footer'><p>All texts on this site are licensed CC BY-SA 4.0.</p></div>"
    post = post_of(saved(tmp_path, f"<article>{TEXT * 2}</article>{foot}"))
    assert post.license == "CC-BY-SA-4.0"
    assert "license, from the foot of the page" in [f.what for f in post.findings]


def test_what_stands_beside_the_text_in_its_article_is_read(tmp_path: Path) -> None:
    post = post_of(
        saved(
            tmp_path,
            "<article itemtype='https://schema.org/Article'><h1>Salt</h1><p>By Ada Tern</p>"
            f"<p>Second part of a three-part series on bread.</p><div itemprop='articleBody'>"
            f"{TEXT * 2}</div><p><em>Ada Tern is a writer.</em></p><p>Odds and ends</p></article>",
        )
    )
    assert post.html == TEXT * 2
    assert post.series == SeriesHint("Bread", 2, 3)
    assert (post.authors, post.bio) == (
        ("Ada Tern",), "<p>Ada Tern is a writer.</p>"
    )  # fmt: skip
    assert ("beside the text", "Odds and ends") in [(f.what, f.words) for f in post.findings]
