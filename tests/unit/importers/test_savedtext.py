from __future__ import annotations

from pathlib import Path

import pytest

from seriesbook import xhtml
from seriesbook.importers.archives import open_supply
from seriesbook.importers.model import Post
from seriesbook.importers.savedtext import read, recognise
from seriesbook.problems import BookError
from support import CORPORA

PAGES = Path(__file__).parent / "pages"


def post_of(path: Path) -> Post:
    supply = open_supply(path)
    assert recognise(supply)
    (post,) = read(supply)
    assert isinstance(post, Post)
    return post


def said(tmp_path: Path, text: str) -> Post:
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    return post_of(path)


def heads(post: Post) -> list[str]:
    return [xhtml.text_of(e) for e in xhtml.parse(post.html).iter("h2")]


def test_a_magazine_page() -> None:
    post = post_of(PAGES / "folded.txt")
    assert (post.title, post.subtitle) == (
        "What the Lighthouse Owed", "A keeper's debts, and who paid them"
    )  # fmt: skip
    assert (post.authors, str(post.date)) == (("Nora Quill",), "2018-01-09")
    assert post.bio == "<p>Nora Quill writes about coasts. She lives inland.</p>"
    assert heads(post) == ["The first keeper", "The second keeper"]
    assert post.html.count("<blockquote>") == 1
    assert "<em>A boat leaving the jetty under a low sky.</em>" in post.html
    assert post.html.count("<br/>") == 3
    assert [(c.author, c.html) for c in post.comments] == [
        ("Pat", "<p>My uncle kept that light.</p>")
    ]
    for gone in ("Skip to", "Share this", "Ferryman", "Essays", "Pat"):
        assert gone not in post.html


def test_a_letter_wrapped_by_hand() -> None:
    post = post_of(PAGES / "mail.txt")
    assert (post.title, post.authors) == ("The Awl", ("Milo Fenn",))
    assert post.series is not None
    assert (post.series.number, post.publication) == (7, "THE ALMANAC OF SMALL TOOLS")
    assert post.html.count("<p>") == 7
    assert "<blockquote><p>You push, and there is a hole." in post.html
    assert heads(post) == []


def test_a_page_in_french() -> None:
    post = post_of(PAGES / "french.txt")
    assert (post.title, post.authors) == ("Le poids du pain", ("Élise Morand",))
    assert (str(post.date), post.language) == ("2020-03-03", "fr")
    assert post.series is not None
    assert (post.series.title, post.series.number, post.series.total) == (
        "Les choses simples", 2, 4
    )  # fmt: skip
    assert heads(post) == ["La croûte"]


@pytest.mark.parametrize("text", ["", "  \n\n ", "A Title Alone\n"])
def test_a_file_without_a_text_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(BookError, match="source-unreadable"):
        said(tmp_path, text)


def test_bytes_that_are_no_text_are_an_error(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(BookError, match="not a text"):
        post_of(path)


def test_without_a_title_the_file_names_the_essay(tmp_path: Path) -> None:
    post = said(tmp_path, "Some words go on and on. " * 20)
    assert post.title == "page"
    assert "title, from the name of the file" in [f.what for f in post.findings]


def test_endless_words_and_lines_are_no_lines_about_the_page(tmp_path: Path) -> None:
    post = said(tmp_path, "A Title Here\n\n" + "a" * 50_000 + "\n\n" + "( " * 20_000 + "\n\nEnd.")
    assert post.title == "A Title Here"
    assert post.html.endswith("<p>End.</p>")


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not here")
def test_the_second_part_of_five() -> None:
    post = post_of(CORPORA / "seed" / "essay.txt")
    assert post.title == "Who was not responsible for the Russian Revolution, and who was?"
    assert (post.authors, post.license) == (("Ramin Mazaheri",), "CC-BY-NC-4.0")
    assert post.series is not None
    assert (post.series.number, post.series.total) == (2, 5)
    assert post.series.title == "The 1917 Russian Revolution"
    assert [title.split()[0] for title, _ in post.series.parts] == [
        "A", "Who", "The", "Why", "Iran’s"
    ]  # fmt: skip
    assert post.bio.startswith("<p>Ramin Mazaheri is the chief correspondent in Paris")
    assert len(heads(post)) == 4
    assert post.html.count("<blockquote>") == 6
    assert post.html.count("<p><em>Workers at the") == 2
    assert len(post.comments) == 2
    for gone in ("Share widely", "horiz-long", "Gastonia", "Leave a", "5-part", "RAMIN"):
        assert gone not in post.html
