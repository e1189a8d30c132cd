from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from importing import essays_of, files_of, run_import
from seriesbook.importers.merge import STATE
from seriesbook.problems import BookError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QD"
    "wADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def feed(path: Path, *items: Mapping[str, object], title: str = "Notes") -> Path:
    """Write a JSON Feed with these items."""
    listed = [
        {"id": item.get("id", str(n)), "date_published": f"2020-01-{n:02}T00:00:00Z", **item}
        for n, item in enumerate(items, 1)
    ]
    data = {"version": "https://jsonfeed.org/version/1.1", "title": title, "items": listed}
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def item(title: str, html: str, **more: str) -> dict[str, str]:
    return {
        "title": title,
        "content_html": html,
        "url": f"https://n.example/{title.lower()}",
        **more,
    }


def test_the_essays_of_a_series_link_to_each_other(tmp_path: Path) -> None:
    source = feed(
        tmp_path / "f.json",
        item("One", '<p><a href="https://n.example/two/?utm_source=x#b">two</a></p>'),
        item("Two", '<h2 id="b">B</h2><p><a href="/one">one</a> <a href="/none">none</a></p>'),
    )
    run_import(source, to=tmp_path / "s")
    assert essays_of(tmp_path / "s") == {
        "01-one.md": "[two](02-two.md#b)\n",
        "02-two.md": "## B\n\n[one](01-one.md) [none](https://n.example/none)\n",
    }


def test_order_is_by_number_then_by_day(tmp_path: Path) -> None:
    source = feed(
        tmp_path / "f.json",
        item("Late", "<p>a</p>", date_published="2022-01-01"),
        item("Undated", "<p>b</p>", date_published=""),
        item("Early", "<p>c</p>", date_published="2019-01-01"),
    )
    run_import(source, to=tmp_path / "s")
    assert list(essays_of(tmp_path / "s")) == ["01-early.md", "02-late.md", "03-undated.md"]


def test_slugs_that_clash_and_slugs_that_climb(tmp_path: Path) -> None:
    source = feed(
        tmp_path / "f.json",
        item("Same", "<p>a</p>", url="https://n.example/same"),
        item("Same", "<p>b</p>", url="https://n.example/x/same"),
        item("Evil", "<p>c</p>", url="https://n.example/../../etc/passwd"),
        item("Ж", "<p>d</p>", url="https://n.example/%D0%B6%D1%83%D0%BA"),
        item("", "<p>e</p>", url=""),
    )
    run_import(source, to=tmp_path / "s")
    assert list(essays_of(tmp_path / "s")) == [
        "01-same.md", "02-same-2.md", "03-passwd.md", "04-zhuk.md", "05-post-of-2020-01-05.md",
    ]  # fmt: skip


def test_a_post_that_comes_twice_and_two_of_one_name(tmp_path: Path) -> None:
    source = feed(
        tmp_path / "f.json",
        item("One", "<p>a</p>", id="x"),
        item("One", "<p>a</p>", id="x"),
        item("One", "<p>b</p>", id="x"),
    )
    report = run_import(source, to=tmp_path / "s")
    assert list(essays_of(tmp_path / "s").values()) == ["a\n", "b\n"]
    assert [skip.why for skip in report.skipped] == ["posts that came twice"]


def test_several_sources_are_one_series(tmp_path: Path) -> None:
    one = feed(tmp_path / "a.json", item("One", "<p>a</p>"))
    two = feed(tmp_path / "b.json", item("Two", "<p>b</p>", id="9", date_published="2019-01-01"))
    run_import(one, two, to=tmp_path / "s")
    assert list(essays_of(tmp_path / "s")) == ["01-two.md", "02-one.md"]


def test_pictures_are_named_and_kept_once(tmp_path: Path) -> None:
    data = f"data:image/png;base64,{PNG}"
    source = feed(
        tmp_path / "f.json",
        item("One", f'<p><img src="{data}" alt="A red dot"/></p><p><img src="{data}"/></p>'),
        item("Two", '<p><img src="data:text/plain,x"/>a</p><p><img src="gone.png"/></p>', url=""),
    )
    report = run_import(source, to=tmp_path / "s")
    assert essays_of(tmp_path / "s")["01-one.md"] == (
        "![A red dot](../images/a-red-dot.png)\n\n![](../images/a-red-dot.png)\n"
    )
    assert [path for path in files_of(tmp_path / "s") if path.startswith("images/")] == [
        "images/a-red-dot.png"
    ]
    assert [f.what for f in report.essays[1].findings if f.kind == "unreachable"] == [
        "file that is no picture",
        "picture that the source does not hold",
    ]


def test_links_of_a_bio_lead_somewhere_or_are_none(tmp_path: Path) -> None:
    ghost = {
        "posts": [{"id": "1", "title": "One", "html": "<p>a</p>", "status": "published",
                   "primary_author": {}, "authors": [{"name": "Ada", "bio":
                   'Of <a href="https://a.example">A</a> and <a href="/b">B</a>.'}]}]
    }  # fmt: skip
    (tmp_path / "g.json").write_text(json.dumps(ghost), encoding="utf-8")
    run_import(tmp_path / "g.json", to=tmp_path / "s")
    assert files_of(tmp_path / "s")["back/about-the-author.md"] == (
        "Of [A](https://a.example) and B.\n"
    )


def test_authors_and_languages(tmp_path: Path) -> None:
    authors = [{"name": "Ada Tern"}]
    source = feed(tmp_path / "f.json", *[
        {**item(title, "<p>a</p>", language=language), "authors": people}
        for title, language, people in (
            ("One", "en", authors), ("Two", "en", authors), ("Drei", "de", [{"name": "Ina Öhl"}]),
        )
    ])  # fmt: skip
    run_import(source, to=tmp_path / "s")
    made = files_of(tmp_path / "s")
    assert made["series.toml"] == 'title = "Notes"\nlanguage = "en"\nauthor = "Ada Tern"\n'
    assert "author" not in made["essays/01-one.md"]
    assert "author: Ina Öhl\n" in made["essays/03-drei.md"]
    assert "language: de\n" in made["essays/03-drei.md"]


@pytest.mark.parametrize(
    ("patterns", "taken"),
    [(("two",), ["Two"]), (("T*",), ["Two", "Three"]), (("salt",), ["One"]), (("none",), None)],
)
def test_a_choice_of_posts(
    tmp_path: Path, patterns: tuple[str, ...], taken: list[str] | None
) -> None:
    salted = {**item("One", "<p>a</p>"), "tags": ["Salt"]}
    source = feed(tmp_path / "f.json", salted, item("Two", "<p>b</p>"), item("Three", "<p>c</p>"))
    if taken is None:
        with pytest.raises(BookError, match="posts not selected \\(3\\)"):
            run_import(source, to=tmp_path / "s", select=patterns)
        assert not (tmp_path / "s").exists()
        return
    report = run_import(source, to=tmp_path / "s", select=patterns)
    assert [entry.title for entry in report.essays] == taken


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    source = feed(tmp_path / "f.json", item("One", "<p>a</p>"))
    report = run_import(source, to=tmp_path / "s", dry_run=True)
    assert [entry.action for entry in report.essays] == ["new"]
    assert not (tmp_path / "s").exists()


def test_what_changed_at_the_source_is_updated(tmp_path: Path) -> None:
    run_import(feed(tmp_path / "f.json", item("One", "<p>a</p>")), to=tmp_path / "s")
    changed = feed(tmp_path / "f.json", item("One", "<p>b</p>"), item("Two", "<p>c</p>"))
    report = run_import(changed, to=tmp_path / "s")
    assert [entry.action for entry in report.essays] == ["updated", "new"]
    assert essays_of(tmp_path / "s") == {"01-one.md": "b\n", "02-two.md": "c\n"}


def test_what_the_author_edited_is_kept(tmp_path: Path) -> None:
    source = feed(tmp_path / "f.json", item("One", "<p>a</p>"), item("Two", "<p>b</p>"))
    run_import(source, to=tmp_path / "s")
    one, two = (tmp_path / "s" / "essays" / name for name in ("01-one.md", "02-two.md"))
    one.write_text("mine", encoding="utf-8")
    two.unlink()
    assert [e.action for e in run_import(source, to=tmp_path / "s").essays] == ["kept", "removed"]
    assert one.read_text(encoding="utf-8") == "mine"
    assert not two.exists()
    changed = feed(tmp_path / "f.json", item("One", "<p>A</p>"), item("Two", "<p>b</p>"))
    report = run_import(changed, to=tmp_path / "s")
    assert report.conflicts() == ["essays/01-one.md"]
    assert one.read_text(encoding="utf-8") == "mine"
    theirs = tmp_path / "s" / "import-conflicts" / "essays" / "01-one.md"
    assert theirs.read_text(encoding="utf-8").endswith("\nA\n")


def test_a_conflict_stays_one_until_it_is_settled(tmp_path: Path) -> None:
    run_import(feed(tmp_path / "f.json", item("One", "<p>a</p>")), to=tmp_path / "s")
    one = tmp_path / "s" / "essays" / "01-one.md"
    one.write_text("mine", encoding="utf-8")
    changed = feed(tmp_path / "f.json", item("One", "<p>b</p>"))
    for _ in range(2):
        assert run_import(changed, to=tmp_path / "s").conflicts() == ["essays/01-one.md"]
    theirs = tmp_path / "s" / "import-conflicts" / "essays" / "01-one.md"
    one.write_bytes(theirs.read_bytes())
    assert run_import(changed, to=tmp_path / "s").conflicts() == []


def test_the_authors_own_files_are_never_touched(tmp_path: Path) -> None:
    own = {"essays/01-one.md": "own\n", "series.toml": 'title = "Own"\n', "essays/mine.md": "me\n"}
    for name, text in own.items():
        path = tmp_path / "s" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    report = run_import(feed(tmp_path / "f.json", item("One", "<p>a</p>")), to=tmp_path / "s")
    made = files_of(tmp_path / "s")
    assert {name: made[name] for name in own} == own
    assert report.conflicts() == ["series.toml"]
    assert [entry.path for entry in report.essays] == ["essays/01-one-2.md"]


def test_new_posts_do_not_move_the_old_ones(tmp_path: Path) -> None:
    late = item("Late", "<p>a</p>", id="late", date_published="2022-01-01")
    early = item("Early", "<p>b</p>", id="early", date_published="2019-01-01")
    run_import(feed(tmp_path / "f.json", late), to=tmp_path / "s")
    run_import(feed(tmp_path / "f.json", late, early), to=tmp_path / "s")
    assert list(essays_of(tmp_path / "s")) == ["01-late.md", "02-early.md"]


@pytest.mark.parametrize("state", ["no json", "[]", '{"files": {"../x": 1}, "posts": {}}', "{}"])
def test_a_damaged_memory_of_an_earlier_import(tmp_path: Path, state: str) -> None:
    source = feed(tmp_path / "f.json", item("One", "<p>a</p>"))
    run_import(source, to=tmp_path / "s")
    (tmp_path / "s" / STATE).write_text(state, encoding="utf-8")
    report = run_import(source, to=tmp_path / "s")
    assert set(report.counts()) <= {"unchanged", "new"}


def test_a_folder_of_unlike_sources(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    feed(tmp_path / "in" / "f.json", item("One", "<p>a</p>"))
    (tmp_path / "in" / "b.rss").write_text(
        "<rss><channel><item><title>Two</title><link>https://b.example/two</link>"
        "<pubDate>Sat, 01 Feb 2020 00:00:00 GMT</pubDate><description>b</description></item>"
        "</channel></rss>",
        encoding="utf-8",
    )
    (tmp_path / "in" / "c.bin").write_bytes(b"\0\1")
    (tmp_path / "in" / "broken.json").write_text(
        '{"version": "https://jsonfeed.org/', encoding="utf-8"
    )
    report = run_import(tmp_path / "in", to=tmp_path / "s")
    assert [entry.title for entry in report.essays] == ["One", "Two"]
    assert sorted(
        (f.what, f.words or f.place) for f in report.findings if f.kind != "guessed"
    ) == [
        ("file of no known kind", "c.bin"),
        ("file that can't be read", report.findings[-1].words),
    ]


@pytest.mark.parametrize(("data", "code"), [(b"\0\1", "source-unknown"), (b"", "source-unknown")])
def test_a_source_of_no_known_kind(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "a.bin").write_bytes(data)
    with pytest.raises(BookError) as error:
        run_import(tmp_path / "a.bin", to=tmp_path / "s")
    assert [problem.code for problem in error.value.problems] == [code]


def test_all_sources_that_are_wrong_are_named(tmp_path: Path) -> None:
    with pytest.raises(BookError) as error:
        run_import(tmp_path / "a", tmp_path / "b", to=tmp_path / "s")
    assert len(error.value.problems) == 2


def test_an_export_that_breaks_off_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        "<rss><channel><item><title>One</title><description>a</description></item>\n<item><ti",
        encoding="utf-8",
    )
    with pytest.raises(BookError) as error:
        run_import(tmp_path / "a.xml", to=tmp_path / "s")
    assert [(p.code, p.where.line) for p in error.value.problems] == [("xml-broken", 2)]
    assert not (tmp_path / "s").exists()
