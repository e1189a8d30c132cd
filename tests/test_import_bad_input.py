"""What is wrong with sources, one by one, and what must happen: nothing is lost silently."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pytest

from importing import essays_of, files_of, run_import
from seriesbook.limits import Limits
from seriesbook.problems import BookError

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.importers.report import ImportReport

PROSE = "Nobody asked the tide, and it came in all the same, as it had done the day before."


def item(number: int, body: str, **fields: str) -> str:
    given = {
        "title": f"Letter {number}",
        "wp:post_id": str(number),
        "wp:post_name": f"letter-{number}",
        "wp:post_type": "post",
        "wp:status": "publish",
        "wp:post_date": f"2020-01-{number:02} 08:00",
    } | {key.replace("_", ":", 1) if key.startswith("wp") else key: v for key, v in fields.items()}
    inner = "".join(f"<{key}>{escape(value)}</{key}>" for key, value in given.items() if value)
    return f"<item>{inner}<content:encoded><![CDATA[{body}]]></content:encoded></item>"


def export(path: Path, *items: str) -> Path:
    path.write_text(
        '<rss xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Quay</title>'
        f"{''.join(items)}</channel></rss>",
        encoding="utf-8",
    )
    return path


def taken(folder: Path, *items: str, **options: object) -> tuple[ImportReport, dict[str, str]]:
    report = run_import(export(folder / "e.xml", *items), to=folder / "s", **options)
    return report, essays_of(folder / "s")


def reasons(report: ImportReport) -> list[str]:
    return [skip.why for skip in report.skipped]


def test_posts_without_a_title_a_date_or_a_body(tmp_path: Path) -> None:
    report, texts = taken(
        tmp_path,
        item(1, PROSE, title=""),
        item(2, PROSE, wp_post_date=""),
        item(3, "  <p>&nbsp;</p> "),
        item(4, PROSE, title="", wp_post_name="", wp_post_date=""),
    )
    heads = {name: text for name, text in files_of(tmp_path / "s").items() if "essays" in name}
    assert list(texts) == ["01-letter-1.md", "02-letter-2.md", "03-untitled.md"]
    assert "title: Letter 1\n" in heads["essays/01-letter-1.md"]
    assert "date:" not in heads["essays/02-letter-2.md"]
    assert reasons(report) == ["posts without text"]
    guessed = [f.what for e in report.essays for f in e.findings if f.kind == "guessed"]
    assert guessed.count("title of a post without one") == 2


def test_slugs_that_come_twice(tmp_path: Path) -> None:
    _, texts = taken(tmp_path, item(1, PROSE), item(2, f"{PROSE} Two.", wp_post_name="letter-1"))
    assert list(texts) == ["01-letter-1.md", "02-letter-1-2.md"]


def test_drafts_private_posts_pages_and_the_trash(tmp_path: Path) -> None:
    items = (
        item(1, PROSE),
        item(2, f"{PROSE} 2", wp_status="draft"),
        item(3, f"{PROSE} 3", wp_status="private"),
        item(4, f"{PROSE} 4", wp_status="future"),
        item(5, f"{PROSE} 5", wp_status="trash"),
        item(6, f"{PROSE} 6", wp_post_type="page"),
        item(7, f"{PROSE} 7", wp_post_password="x"),
        item(8, "{}", wp_post_type="wp_global_styles"),
    )
    report, texts = taken(tmp_path, *items)
    assert list(texts) == ["01-letter-1.md"]
    assert reasons(report) == [
        "drafts (--drafts takes them)", "private posts (--drafts takes them)",
        "drafts (--drafts takes them)", "pages (--pages takes them)",
        "private posts (--drafts takes them)",
    ]  # fmt: skip
    assert [f.what for f in report.findings] == ["post in the trash"]
    run_import(tmp_path / "e.xml", to=tmp_path / "all", drafts=True, pages=True)
    drafts = [name for name, text in files_of(tmp_path / "all").items() if "draft: true" in text]
    assert len(essays_of(tmp_path / "all")) == 6
    assert len(drafts) == 4


SOUP = {
    "never closed": (
        f"<p>{PROSE}<p><b>Bold <i>both</b> italic</i> plain",
        "**Bold *both*** *italic*",
    ),
    "capitals and bare marks": (f"<P ALIGN=left>{PROSE} 3 < 4 & 5 > 2</P>", "3 < 4 & 5 > 2"),
    "tables in paragraphs": (f"<p>{PROSE}<table><tr><td>a<td>b</table>", "<td>b</td>"),
    "a list without a list": (f"<p>{PROSE}</p><li>One<li>Two", "Two"),
    "unknown elements": (f"<p>{PROSE}</p><o:p>Kept</o:p><x-y>too</x-y>", "Kept"),
    "lone surrogates and nulls": (f"<p>{PROSE} &#0;&#xD800;A</p>", "A"),
    "deep": ("<div>" * 3_000 + PROSE, PROSE),
    "deep quotations": (f"{'<blockquote>' * 3_000}<p>{PROSE}</p>tail", "tail"),
    "deep emphasis": (f"<p>{PROSE}{'<b><i>' * 2_000}inner", "inner"),
}


@pytest.mark.parametrize(("body", "words"), SOUP.values(), ids=SOUP.keys())
def test_html_as_browsers_forgive_it(tmp_path: Path, body: str, words: str) -> None:
    _, texts = taken(tmp_path, item(1, body))
    (text,) = texts.values()
    assert PROSE in text
    assert words in text


def test_what_is_nested_without_end(tmp_path: Path) -> None:
    _, texts = taken(tmp_path, item(1, "<div>" * 50_000 + PROSE))
    assert list(texts.values()) == [f"{PROSE}\n"]
    page = tmp_path / "a.html"
    page.write_text(f"<html><body>{'<div>' * 50_000}<p>{PROSE}", encoding="utf-8")
    with pytest.raises(BookError, match="source-too-deep"):
        run_import(page, to=tmp_path / "t")


def test_a_page_whose_text_is_nested_deep(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    text = f"<h1>Tide</h1><p>{PROSE * 6}</p><p>{PROSE * 5}</p>"
    page.write_text(f"<html><body>{'<div>' * 1_000}{text}", encoding="utf-8")
    run_import(page, to=tmp_path / "s")
    (made,) = essays_of(tmp_path / "s").values()
    assert made == f"{PROSE * 6}\n\n{PROSE * 5}\n"


def test_several_authors_and_languages(tmp_path: Path) -> None:
    french = "La marée montait tous les jours, et personne ne lui avait rien demandé. " * 8
    german = "Niemand hatte die Flut gefragt, und sie kam trotzdem an jedem Tag herein. " * 8
    names = ("Ann Bell", "Bo Carr", "Ann Bell")
    items = [
        item(number, body, **{"dc:creator": name})
        for number, (name, body) in enumerate(
            zip(names, (PROSE * 8, french, german), strict=True), 1
        )
    ]
    taken(tmp_path, *items)
    files = files_of(tmp_path / "s")
    assert 'author = "Ann Bell"' in files["series.toml"]
    assert "author: Bo Carr" in files["essays/02-letter-2.md"]
    assert "language: fr" in files["essays/02-letter-2.md"]
    assert "language: de" in files["essays/03-letter-3.md"]


def test_a_post_without_end_is_refused(tmp_path: Path) -> None:
    limits = Limits(export_item_characters=1_000_000)
    with pytest.raises(BookError, match="source-too-large"):
        taken(tmp_path, item(1, PROSE), item(2, PROSE * 30_000), limits=limits)
    assert not (tmp_path / "s").exists()


def test_a_journal_article_in_xml_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) v1.2//EN" '
        '"JATS.dtd"><article><front></front><body><p>x</p></body></article>',
        encoding="utf-8",
    )
    with pytest.raises(BookError, match="JATS"):
        run_import(path, to=tmp_path / "s")


@pytest.mark.parametrize("end", [10, 200, 600])
def test_wherever_a_json_export_breaks_off_nothing_is_written(tmp_path: Path, end: int) -> None:
    post = f'{{"id": "1", "title": "A", "lexical": null, "html": "<p>{PROSE}</p>"}}'
    whole = f'{{"db": [{{"data": {{"posts": [{post}, {post}, {post}, {post}]}}}}]}}'
    path = tmp_path / "g.json"
    path.write_text(whole[: max(end, 50)], encoding="utf-8")
    with pytest.raises(BookError) as error:
        run_import(path, to=tmp_path / "s")
    assert error.value.problems[0].code in {"json-broken", "source-unknown"}
    assert not (tmp_path / "s").exists()
