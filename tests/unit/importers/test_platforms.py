from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from importing import essays_of, files_of, run_import
from seriesbook.importers import SOURCES
from seriesbook.importers.archives import open_supply
from seriesbook.importers.detect import kind_of
from seriesbook.importers.lexical import lexical_to_html
from seriesbook.importers.liquid import mend_markdown
from seriesbook.importers.mobiledoc import mobiledoc_to_html
from seriesbook.importers.sitesettings import read_site

if TYPE_CHECKING:
    from pathlib import Path

WXR = (
    '<rss xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Blog</title>{}</channel></rss>'
)


def post(inner: str, text: str = "a", title: str = "One") -> str:
    return (
        f"<item><title>{title}</title><wp:post_type>post</wp:post_type>{inner}"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )


def imported(tmp_path: Path, name: str, data: str, **options: object) -> dict[str, str]:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(data, encoding="utf-8")
    run_import(path, to=tmp_path / "s", **options)
    return files_of(tmp_path / "s")


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.xml", WXR.format(""), "WordPress"),
        ("a.xml", "<rss version='2.0'><channel/></rss>", "feed"),
        ("a.xml", "<feed xmlns='http://www.w3.org/2005/Atom'/>", "feed"),
        ("a.json", '{"db": [{"meta": {}, "data": {"posts": []}}]}', "Ghost"),
        ("a.json", '{"posts": [{"lexical": "{}"}]}', "Ghost"),
        ("a.json", '[{"content": {"rendered": "a"}}]', "JSON"),
        ("a.json", '{"version": "https://jsonfeed.org/version/1"}', "JSON"),
        ("a.json", '{"name": "package"}', ""),
        ("a.md", "# One", "site folder"),
        ("a.html", '<article class="h-entry"><section data-field="body" class="e-content">',
         "Medium"),
        ("a.html", "<html><body><p>a</p></body></html>", "web page"),
        ("a.txt", "a", "text"),
        ("a.bin", "\0", ""),
    ],
)  # fmt: skip
def test_kinds_are_told_by_content(tmp_path: Path, name: str, data: str, kind: str) -> None:
    (tmp_path / name).write_text(data, encoding="utf-8")
    assert kind_of(open_supply(tmp_path / name), SOURCES) == kind


def test_wordpress_in_its_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("blog.wordpress.2020/one.xml", WXR.format(post("")))
        archive.writestr("blog.wordpress.2020/two.xml", WXR.format(post("", "b", "Two")))
    run_import(tmp_path / "a.zip", to=tmp_path / "s")
    assert list(essays_of(tmp_path / "s").values()) == ["a\n", "b\n"]


def test_wordpress_authors_series_and_comments(tmp_path: Path) -> None:
    made = imported(
        tmp_path, "a.xml", WXR.format(
            "<wp:author><wp:author_login>ada</wp:author_login>"
            "<wp:author_display_name>Ada Tern</wp:author_display_name></wp:author>"
            + post(
                "<dc:creator>ada</dc:creator><category domain='author'>Ada Tern</category>"
                "<category domain='author'>Bo Lark</category>"
                "<category domain='series'>Tides</category>"
                "<wp:postmeta><wp:meta_key>_series_part</wp:meta_key>"
                "<wp:meta_value>2</wp:meta_value></wp:postmeta>"
                "<wp:comment><wp:comment_author>Cy</wp:comment_author>"
                "<wp:comment_date>2020-01-05 10:00:00</wp:comment_date><wp:comment_approved>1"
                "</wp:comment_approved><wp:comment_content>So *true*\n\n2.</wp:comment_content>"
                "</wp:comment><wp:comment><wp:comment_approved>0</wp:comment_approved>"
                "<wp:comment_content>spam</wp:comment_content></wp:comment>"
            )
        ), comments=True,
    )  # fmt: skip
    assert made["series.toml"] == (
        'title = "Tides"\n\n[[authors]]\nname = "Ada Tern"\n\n[[authors]]\nname = "Bo Lark"\n'
    )
    assert "number: 2\n" in made["essays/01-one.md"]
    assert made["back/comments.md"] == (
        "---\ntitle: Comments\nrole: appendix\n---\n\n## One\n\n**Cy**, 2020-01-05\n\n"
        "> So \\*true\\*\n>\n> 2\\.\n"
    )


def test_wordpress_notes_that_are_damaged_are_told(tmp_path: Path) -> None:
    meta = "<wp:meta_key>footnotes</wp:meta_key><wp:meta_value>[{&quot;id&quot;</wp:meta_value>"
    made = imported(tmp_path, "a.xml", WXR.format(post(f"<wp:postmeta>{meta}</wp:postmeta>")))
    assert made["essays/01-one.md"].endswith("a\n")
    report = (tmp_path / "s" / "import-report.md").read_text(encoding="utf-8")
    assert "notes of a post, whose list is damaged in the export: " in report


def test_wordpress_dates_drafts_and_passwords(tmp_path: Path) -> None:
    made = imported(
        tmp_path, "a.xml", WXR.format(
            post("<wp:post_date>0000-00-00 00:00:00</wp:post_date>"
                 "<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>")
            + post("<wp:status>pending</wp:status>", "b", "Two")
            + post("<wp:post_password>x</wp:post_password>", "c", "Three")
            + post("<wp:status>trash</wp:status>", "d", "Four")
        ), drafts=True,
    )  # fmt: skip
    heads = {name: text.partition("\n---\n\n")[0] for name, text in made.items()}
    assert "date" not in heads["essays/01-one.md"]
    assert "draft: true" in heads["essays/02-two.md"]
    assert "draft: true" in heads["essays/03-three.md"]
    assert "post in the trash" in made["import-report.md"]


def test_wordpress_posts_named_by_nothing(tmp_path: Path) -> None:
    made = imported(tmp_path, "a.xml", WXR.format(post("", "a", "") + post("", "b", "")))
    assert list(made)[:2] == ["essays/01-untitled.md", "essays/02-untitled-2.md"]


def test_lexical_formats_lists_and_cards() -> None:
    text = {"type": "text", "text": "a<b", "format": 3}
    assert lexical_to_html(json.dumps({"root": {"children": [
        {"type": "paragraph", "children": [text, {"type": "tab"}]},
        {"type": "list", "listType": "number", "start": 3, "children": [
            {"type": "listitem", "children": [{"type": "text", "text": "b", "format": 16}]}]},
        {"type": "image", "src": "i.png", "alt": "A", "caption": "C"},
        {"type": "html", "html": "<p>h</p>"},
        {"type": "toggle", "heading": "H", "content": "<p>c</p>"},
        {"type": "callout", "calloutText": "Mind"},
        {"type": "odd", "children": [{"type": "text", "text": "kept"}]},
    ]}})) == (
        "<p><em><strong>a&lt;b</strong></em> </p><ol start=\"3\"><li><code>b</code></li></ol>"
        '<figure><img src="i.png" alt="A"/><figcaption>C</figcaption></figure><p>h</p>'
        "<p><strong>H</strong></p><p>c</p><blockquote><p>Mind</p></blockquote>kept"
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "x", "[]", '{"root": 1}', '{"root": {"children": 1}}'])
def test_what_is_no_lexical(text: str) -> None:
    assert lexical_to_html(text) == ""


def test_lexical_keeps_the_words_of_what_is_nested_without_end() -> None:
    node: dict[str, object] = {"type": "paragraph", "children": [{"type": "text", "text": "Deep"}]}
    for _ in range(200):
        node = {"type": "quote", "children": [node]}
    assert "<p>Deep</p>" in lexical_to_html(json.dumps({"root": {"children": [node]}}))


@pytest.mark.parametrize(
    "text", ["", "x", "[]", '{"sections": 1}', '{"sections": [[1], [10, 5], [3, "ul", 1], 7]}']
)
def test_what_is_no_mobiledoc(text: str) -> None:
    assert mobiledoc_to_html(text).replace("<ul></ul>", "") == ""


def test_mobiledoc_marks_that_never_close() -> None:
    document = {"markups": [["em"], ["odd"]], "sections": [[1, "p", [[0, [0, 1, 9], 0, "a"]]]]}
    assert mobiledoc_to_html(json.dumps(document)) == (
        "<p><em><span><span>a</span></span></em></p>"
    )


@pytest.mark.parametrize(
    ("text", "mended", "told"),
    [
        ("a {% comment %}b{% endcomment %}c {# d #}", "a c ", ()),
        ("[x]({% post_url 2020-01-01-one %})", "[x](2020-01-01-one.md)", ()),
        ('[x]({{< ref "one.md" >}}) [y]({{ "/a/" | relative_url }})', "[x](one.md) [y](/a/)", ()),
        ("{{ site.baseurl }}/a.png {{ page.title }}", "/a.png {{ page.title }}", ()),
        ("{% if x %}a{% endif %}", "a", ()),
        ('{{< youtube abcdefghijk >}}',
         '\n\n<iframe src="https://www.youtube.com/watch?v=abcdefghijk"></iframe>\n\n', ()),
        ('{{< figure src="a.png" alt="A" caption="C" >}}',
         '\n\n<figure><img src="a.png" alt="A"/><figcaption>C</figcaption></figure>\n\n', ()),
        ('{% image "a.png" "A" %}', '<img src="a.png" alt="A"/>', ()),
        ("{% include note.html text='x' %}b", "b", ("tag of the site generator: note",)),
        ("`{% raw %}` {% raw %}{{ a }}{% endraw %}", "`{% raw %}` {{ a }}", ()),
        ("```\n{% if %}\n```", "```\n{% if %}\n```", ()),
        ("## A {#b}\n{: .c}\n", '## A <a id="b"></a>\n', ()),
        ("a<!--more-->b", "ab", ()),
    ],
)  # fmt: skip
def test_tags_of_site_generators(text: str, mended: str, told: tuple[str, ...]) -> None:
    made, findings = mend_markdown(text)
    assert made == mended
    assert tuple(finding.what for finding in findings) == told


@pytest.mark.parametrize(
    ("name", "text", "url"),
    [
        ("_config.yml", "title: T\nurl: https://t.example\npermalink: pretty\n",
         "https://t.example/2020/01/02/s/"),
        ("hugo.toml", 'title = "T"\nbaseURL = "https://t.example/"\n', "https://t.example/posts/s/"),
        ("pelicanconf.py", "SITENAME = 'T'\nSITEURL = 'https://t.example'\n",
         "https://t.example/2020/01/02/s.html"),
    ],
)  # fmt: skip
def test_settings_of_sites(tmp_path: Path, name: str, text: str, url: str) -> None:
    import datetime as dt
    from urllib.parse import urljoin

    (tmp_path / name).write_text(text, encoding="utf-8")
    site = read_site(open_supply(tmp_path))
    assert site.title == "T"
    assert urljoin(site.url, site.path("s", dt.date(2020, 1, 2))) == url


def test_hugo_bundles_with_pictures_beside_them(tmp_path: Path) -> None:
    bundle = tmp_path / "in" / "content" / "posts" / "tide"
    bundle.mkdir(parents=True)
    (bundle / "index.md").write_text(
        '+++\ntitle = "Tide"\ndate = 2020-01-02\ndraft = false\ntags = ["sea"]\n+++\n\n'
        "![A wave](wave.gif)\n", encoding="utf-8",
    )  # fmt: skip
    (bundle / "wave.gif").write_bytes(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")
    (tmp_path / "in" / "content" / "_index.md").write_text(
        "---\ntitle: List\n---\n", encoding="utf-8"
    )
    run_import(tmp_path / "in", to=tmp_path / "s")
    assert essays_of(tmp_path / "s") == {"01-tide.md": "![A wave](../images/wave.gif)\n"}


def test_metadata_of_pelican(tmp_path: Path) -> None:
    made = imported(
        tmp_path, "a.md", "Title: A: b\nDate: 2020-01-02\nAuthors: Ada Tern; Bo Lark\n\nText.\n"
    )
    assert made["essays/01-a.md"].startswith("---\ntitle: 'A: b'\n")
    assert made["essays/01-a.md"].endswith("---\n\nText.\n")


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a <b>b</b></p></div>"
         "</content>", "a **b**\n"),
        ("<content type='html'>&lt;p&gt;a&lt;/p&gt;</content><summary>s</summary>", "a\n"),
        ("<content type='text'>a &lt; b</content>", "a < b\n"),
        ("<summary type='html'>only</summary>", "only\n"),
    ],
)  # fmt: skip
def test_content_of_atom(tmp_path: Path, entry: str, text: str) -> None:
    imported(
        tmp_path, "a.atom",
        f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>One</title>{entry}</entry></feed>",
    )  # fmt: skip
    assert list(essays_of(tmp_path / "s").values()) == [text]


def test_feeds_that_hold_teasers_say_so(tmp_path: Path) -> None:
    made = imported(
        tmp_path, "a.rss", "<rss><channel><item><title>One</title><link>https://a.example/one</link>"
        "<author>ada@a.example (Ada Tern)</author><description>It began […]</description>"
        "</item></channel></rss>",
    )  # fmt: skip
    assert "rest of a text: the feed has its beginning only" in made["import-report.md"]
    assert 'author = "Ada Tern"' in made["series.toml"]


def test_curated_and_tiny_news(tmp_path: Path) -> None:
    curated = {
        "number": 3, "title": "Issue 3", "publication_status": "published",
        "categories": [{"name": "News", "items": [
            {"title": "T", "url": "https://t.example", "description": "<p>d</p>"}]}],
    }  # fmt: skip
    imported(tmp_path, "a.json", json.dumps(curated))
    assert essays_of(tmp_path / "s") == {
        "01-issue-3.md": "## News\n\n### [T](https://t.example)\n\nd\n"
    }
