from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seriesbook import xhtml
from seriesbook.importers.extraction import Extract, extract
from support import CORPORA, benchmark

TEXT = (
    "<p>The harbour keeps two books, one for the ships and one for the water under them, and the "
    "second is the longer of the two by several hundred pages, which nobody has read.</p>"
)


def cut(body: str) -> Extract:
    return extract(xhtml.parse_page(f"<html><head><title>Salt</title></head><body>{body}</body>"))


def text(found: Extract) -> str:
    return xhtml.text_of(found.body)


@pytest.mark.parametrize(
    ("furniture", "kind"),
    [
        ("<nav><a href='/'>Gone</a></nav>", "navigation"),
        ("<div class='sharedaddy sd-block'>Gone</div>", "share buttons"),
        ("<div class='newsletter-signup'><p>Gone</p></div>", "subscribe box"),
        ("<section class='jp-relatedposts'><p>Gone</p></section>", "related posts"),
        ("<div id='ad-slot-3'>Gone</div>", "advertising"),
        ("<div id='cookieConsent'>Gone</div>", "cookie notice"),
        ("<aside role='complementary'><p>Gone</p></aside>", "sidebar"),
        ("<span class='post-views'>Gone</span>", "counts"),
        ("<p class='commentform'>Gone</p>", "comments"),
    ],
)
def test_furniture_goes_and_is_reported(furniture: str, kind: str) -> None:
    found = cut(f"<article>{TEXT}{furniture}{TEXT}</article>")
    assert "Gone" not in text(found)
    assert (kind, "Gone") in [(f.what, f.words) for f in found.findings]


@pytest.mark.parametrize(
    "kept",
    [
        "<h2 id='sharing-the-work'>Kept</h2>",
        "<section id='advertising'><h2>Advertising</h2><p>Kept</p></section>",
        "<pre><code><span class='comment'>Kept</span></code></pre>",
        "<div class='footnotes'><p class='share'>Kept</p></div>".replace("share", "fn"),
        "<blockquote class='ad'><p>Kept</p></blockquote>",
        "<p id='newsletter'>Kept</p>",
        "<figure><img src='a.png'><figcaption>Kept</figcaption></figure>",
        "<table><tr><th>Kept</th><td>1</td></tr></table>",
    ],
)
def test_what_only_has_such_a_name_stays(kept: str) -> None:
    assert "Kept" in text(cut(f"<article>{TEXT}{kept}{TEXT}</article>"))


def test_a_box_with_most_of_the_words_is_never_furniture() -> None:
    assert "two books" in text(cut(f"<div class='newsletter'>{TEXT * 3}</div>"))
    assert "two books" in text(cut(f"<form action='/'>{TEXT * 3}</form>"))


def test_what_is_hidden_or_code_goes_silently() -> None:
    found = cut(f"{TEXT}<p style='display: none'>Gone</p><p hidden>Gone</p><script>Gone</script>")
    assert "Gone" not in text(found)
    assert found.findings == ()


def test_a_picture_that_a_script_loads_is_found() -> None:
    found = cut(
        f"<article>{TEXT}<p><img src='data:image/gif;base64,AAAA' class='lazy'>"
        f"<noscript><img src='boat.jpg' alt='A boat'></noscript></p>{TEXT}</article>"
    )
    assert [e.get("src") for e in found.body.iter("img")] == ["boat.jpg"]


def test_the_element_of_the_text_is_found_in_a_page_of_tables() -> None:
    found = cut(
        "<table><tr><td><a href='/'>Home</a><br><a href='/l'>Links</a></td>"
        f"<td>{TEXT * 3}</td></tr></table>"
    )
    assert "Home" not in text(found)
    assert text(found).count("two books") == 3
    assert "Home Links" in [f.words for f in found.findings]


def test_signs_beside_headings_go() -> None:
    found = cut(f"<article>{TEXT}<h2 id='a'>The clerk<a href='#a'>¶</a></h2>{TEXT}</article>")
    heading = found.body.find(".//h2")
    assert heading is not None
    assert xhtml.text_of(heading) == "The clerk"


def test_a_page_without_a_body_gives_nothing() -> None:
    assert text(extract(xhtml.parse_page(""))) == ""
    assert text(extract(xhtml.parse_page("<frameset><frame src='a'></frameset>"))) == ""


MARKUP = st.text(st.sampled_from(list("<>/=\"' abdivptlu&;!-#\n")), max_size=80)


@settings(max_examples=150, deadline=None)
@given(MARKUP)
def test_any_markup_is_read_and_no_word_is_added(markup: str) -> None:
    found = cut(f"<p>{markup}</p>")
    assert set(text(found).split()) <= set(xhtml.text_of(xhtml.parse_page(markup)).split()) | set(
        xhtml.text_of(xhtml.parse_page(f"<p>{markup}</p>")).split()
    )


@pytest.mark.skipif(not CORPORA.exists(), reason="the corpora are not here")
def test_the_score_on_saved_pages() -> None:
    folder = Path(CORPORA) / "imports" / "webpages"
    scores = benchmark("extraction_score").scores(folder)
    assert len(scores) >= 20
    assert min(scores.values()) >= 0.80, scores
    assert mean(scores.values()) >= 0.95, scores
