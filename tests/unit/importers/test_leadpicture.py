"""The picture that a platform shows above a post."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from importing import essays_of, run_import
from seriesbook.importers.images import same_picture
from seriesbook.importers.leadpicture import lead_of
from seriesbook.importers.model import Lead

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.importers.report import ImportReport


def picture(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(data, "PNG")
    return data.getvalue()


def said(report: ImportReport) -> list[tuple[str, str]]:
    return [
        (f.kind, f.what) for essay in report.essays for f in essay.findings if "pict" in f.what
    ]


def ghost(folder: Path, html: str) -> Path:
    post = {
        "id": "1", "title": "Salt", "slug": "salt", "html": html, "status": "published",
        "feature_image": "__GHOST_URL__/content/images/2020/quay.png",
    }  # fmt: skip
    meta = {
        "post_id": "1", "feature_image_alt": "A quay",
        "feature_image_caption": "Photo by <a href='https://u.example'>U</a>",
    }  # fmt: skip
    settings = [{"key": "url", "value": "https://q.example/"}]
    data = {"posts": [post], "posts_meta": [meta], "settings": settings}
    path = folder / "ghost.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("ghost.json", json.dumps({"db": [{"data": data}]}))
        archive.writestr("content/images/2020/quay.png", picture("red"))
        archive.writestr("content/images/2020/boat.png", picture("blue"))
    return path


def test_it_stands_first_with_its_caption(tmp_path: Path) -> None:
    report = run_import(ghost(tmp_path, "<p>A text.</p>"), to=tmp_path / "s")
    (text,) = essays_of(tmp_path / "s").values()
    assert text.startswith('![A quay](../images/quay.png "Photo by \\[U\\](https://u.example)")')
    assert text.endswith("\n\nA text.\n")
    assert said(report) == [("taken", "featured picture")]


def test_a_text_that_shows_it_has_it_once(tmp_path: Path) -> None:
    html = '<p>A</p><img src="__GHOST_URL__/content/images/size/w600/2020/quay.png"/><p>B</p>'
    report = run_import(ghost(tmp_path, html), to=tmp_path / "s")
    (text,) = essays_of(tmp_path / "s").values()
    assert text == "A\n\n![](../images/quay.png)\n\nB\n"
    assert said(report) == [("taken", "picture")]


def test_one_on_the_web_is_told_and_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\ntitle: A\nimage: https://x.example/a-quay.png\n---\n\nText.\n", encoding="utf-8"
    )
    report = run_import(tmp_path / "a.md", to=tmp_path / "s")
    assert list(essays_of(tmp_path / "s").values()) == ["Text.\n"]
    assert said(report) == [("unreachable", "featured picture on the web (--fetch gets it)")]


@pytest.mark.parametrize(
    ("head", "lead"),
    [
        ({"image": "/a.png"}, Lead("/a.png")),
        ({"image": {"path": "/a.png", "alt": "A"}}, Lead("/a.png", "A")),
        ({"cover": {"image": "a.png", "caption": "C", "alt": "A"}}, Lead("a.png", "A", "C")),
        ({"images": ["a.png", "b.png"], "title": "T"}, Lead("a.png")),
        ({"header": {"overlay_image": "a.png"}}, Lead("a.png")),
        ({"featured_image": "a.png", "featured_image_alt": "A"}, Lead("a.png", "A")),
        ({"image": False, "thumbnail": None, "images": []}, None),
        ({"title": "T"}, None),
    ],
)
def test_how_heads_of_sites_name_it(head: dict[str, object], lead: Lead | None) -> None:
    assert lead_of(head) == lead


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.example/quay-at-dawn.jpg", "https://a.example/quay-at-dawn-300x200.jpg", True),
        ("https://a.example/quay.jpg", "https://cdn.example/2020/quay.jpg?w=600", True),
        ("https://a.example/quay.jpg", "https://a.example/boat.jpg", False),
        ("https://a.example/1/image.jpg", "https://a.example/2/image.jpg", False),
        ("", "", False),
    ],
)
def test_one_picture_in_two_sizes(one: str, other: str, same: bool) -> None:
    assert same_picture(one, other) is same
