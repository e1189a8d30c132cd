from __future__ import annotations

import datetime as dt
import json

import pytest

from seriesbook import xhtml
from seriesbook.importers.metadata import Metadata, read_metadata, saved_from

DAY = dt.date(2021, 3, 14)


def read(head: str = "", body: str = "", attributes: str = "") -> Metadata:
    page = f"<html {attributes}><head>{head}</head><body>{body}</body></html>"
    return read_metadata(xhtml.parse_page(page))


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def test_linked_data() -> None:
    article = {
        "@type": "BlogPosting", "headline": "Salt", "alternativeHeadline": "On water",
        "author": [{"@type": "Person", "name": "Ada Tern"}, "Bert Mole"],
        "datePublished": "2021-03-14T09:30:00Z", "dateModified": "2021-04-02",
        "publisher": {"name": "The Notebook"}, "url": "https://a.example/salt",
        "inLanguage": "en_GB", "license": "https://creativecommons.org/licenses/by/4.0/",
        "keywords": "tides, water",
    }  # fmt: skip
    assert read(linked(article)) == Metadata(
        "Salt", "On water", ("Ada Tern", "Bert Mole"), DAY, dt.date(2021, 4, 2),
        "https://a.example/salt", "The Notebook", "en-GB", "CC-BY-4.0", ("tides", "water"),
    )  # fmt: skip


def test_linked_data_in_a_graph() -> None:
    graph = {"@graph": [
        {"@type": "Person", "@id": "#ada", "name": "Ada Tern"},
        {"@type": "WebPage", "name": "Salt - The Notebook", "datePublished": "1999-01-01"},
        {"@type": "Article", "headline": "Salt", "author": {"@id": "#ada"}},
    ]}  # fmt: skip
    found = read(linked(graph))
    assert (found.title, found.authors) == ("Salt", ("Ada Tern",))


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"@type": 3}', "[[[[[[[[[[]]]]]]]]]]", "12"])
def test_linked_data_that_is_none(text: str) -> None:
    assert read(f'<script type="application/ld+json">{text}</script>').title == ""


def test_meta_elements() -> None:
    found = read(
        "<title>Salt | The Notebook</title><meta property='og:title' content='Salt'>"
        "<meta property='og:site_name' content='The Notebook'>"
        "<meta name='author' content='Ada Tern'>"
        "<meta property='article:published_time' content='2021-03-14T09:30:00+00:00'>"
        "<link rel='canonical' href='https://a.example/salt'>",
        attributes="lang='de-at'",
    )
    assert (found.title, found.authors, found.date) == ("Salt", ("Ada Tern",), DAY)
    assert (found.publication, found.url) == ("The Notebook", "https://a.example/salt")
    assert found.language == "de-AT"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Salt – The Notebook</title>", "<h1>The Notebook</h1><h2>Salt</h2>", "Salt"),
        ("<title>The Notebook</title>", "<article><h1>Salt</h1></article>", "Salt"),
        ("<title>Salt | The Notebook</title>", "", "Salt"),
        ("<title>Untitled</title>", "<h1>Salt</h1>", "Salt"),
        ("<meta property='og:title' content='The price of salt water in the har…'>",
         "<h1>The price of salt water in the harbour</h1>",
         "The price of salt water in the harbour"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_titles(head: str, body: str, title: str) -> None:
    assert read(head, body).title == title


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        ("<meta name='author' content='https://a.example/ada'>", "", ()),
        ("<meta name='author' content='admin'>", "<a rel='author'>Ada Tern</a>", ("Ada Tern",)),
        ("<meta name='author' content='Tern, Ada'>", "", ("Ada Tern",)),
        ("<meta name='author' content='Ada Tern, Bert Mole'>", "", ("Ada Tern", "Bert Mole")),
        ("<meta name='author' content='By Ada Tern and Bert Mole'>", "",
         ("Ada Tern", "Bert Mole")),
        ("", "<div class='post-byline'>By ADA TERN</div>", ("Ada Tern",)),
        ("", "<div class='byline-wrapper'><a>Ada Tern</a><div>Mar 14, 2021</div></div>",
         ("Ada Tern",)),
        ("", "<div class='comment'><span class='author'>Bert Mole</span></div>", ()),
    ],
)  # fmt: skip
def test_authors(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert read(head, body).authors == authors


@pytest.mark.parametrize(
    "body",
    [
        "<time datetime='2021-03-14'>last week</time>",
        "<time>14 March 2021</time>",
        "<p class='post-date'>Posted on 14. März 2021</p>",
        "<meta itemprop='datePublished' content='2021-03-14'>",
    ],
)
def test_dates(body: str) -> None:
    assert read("", body).date == DAY


def test_a_date_in_a_table_is_about_something_else() -> None:
    table = "<table><tr><td><span class='published'>14 March 2021</span></td></tr></table>"
    assert read("", table).date is None


def test_the_address_that_a_browser_wrote_down() -> None:
    page = "<!DOCTYPE html>\n<!-- saved from url=(0022)https://a.example/salt -->\n<html></html>"
    assert saved_from(page) == "https://a.example/salt"
    assert saved_from(page.replace("https", "javascript")) == ""
    page = "<html><head><link rel='canonical' href='javascript:x'></head></html>"
    assert read_metadata(xhtml.parse_page(page)).url == ""


def test_a_license_link() -> None:
    link = "<a rel='license' href='https://creativecommons.org/licenses/by-sa/4.0/'>CC</a>"
    assert read("", link).license == "CC-BY-SA-4.0"
