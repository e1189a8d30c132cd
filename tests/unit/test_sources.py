from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

import pytest

from seriesbook import limits
from seriesbook.problems import BookError
from seriesbook.sources import read_sources
from tiny import said

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.model import Source


def write(folder: Path, *paths: str, **files: bytes) -> Path:
    for path in (*paths, *files):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files.get(path, b"Text.\n"))
    return folder


def paths_of(found: tuple[Source, ...]) -> list[str]:
    return [source.path for source in found]


def test_a_series_folder(tmp_path: Path) -> None:
    write(
        tmp_path, "essays/10-ten.md", "essays/2-two.md", "essays/about.html",
        "essays/3-c/index.md", "front/preface.md", "back/note.docx", "images/A.PNG",
        "essays/x.svg", "README.md", "cover.jpg", "data.csv", ".git/essay.md",
        "output/old.md", "themes/x/y.md",
        ".hidden.md",
        **{"series.toml": b'title = "T"\n'},
    )  # fmt: skip
    outcome = read_sources(tmp_path)
    found = outcome.value
    assert paths_of(found.essays) == [
        "essays/2-two.md", "essays/3-c/index.md", "essays/10-ten.md", "essays/about.html",
    ]  # fmt: skip
    assert paths_of(found.matter) == ["back/note.docx", "front/preface.md"]
    assert list(found.images) == ["cover.jpg", "essays/x.svg", "images/A.PNG"]
    assert found.others == ("data.csv", "README.md")
    assert found.manifest is not None
    assert found.manifest.data == b'title = "T"\n'
    assert found.essays[0].digest == hashlib.sha256(b"Text.\n").hexdigest()
    assert outcome.problems == ()


def test_a_bare_folder(tmp_path: Path) -> None:
    write(
        tmp_path, "10-ten.md", "1-one.md", "03-c/index.md", "preface.md", "CHANGELOG.md",
        "drafts/x.md",
    )  # fmt: skip
    found = read_sources(tmp_path).value
    assert paths_of(found.essays) == ["1-one.md", "03-c/index.md", "10-ten.md"]
    assert paths_of(found.matter) == ["preface.md"]
    assert found.manifest is None


def test_images_are_read_when_asked_for(tmp_path: Path) -> None:
    images = read_sources(write(tmp_path, "a.md", "b.png")).value.images
    (tmp_path / "b.png").write_bytes(b"later")
    assert (len(images), images["b.png"].data) == (1, b"later")
    with pytest.raises(KeyError):
        images["../b.png"]


def test_a_bio_may_lie_anywhere(tmp_path: Path) -> None:
    manifest = b'[[authors]]\nname = "A"\nbio = "people/a.md"\n'
    write(tmp_path, "essays/a.md", "people/a.md", "people/b.md", **{"series.toml": manifest})
    assert paths_of(read_sources(tmp_path).value.matter) == ["people/a.md"]


@pytest.mark.parametrize("manifest", [b"author = 3", b"authors = ", b"\xff"])
def test_a_manifest_that_is_wrong_is_left_to_config(tmp_path: Path, manifest: bytes) -> None:
    write(tmp_path, "essays/a.md", **{"series.toml": manifest})
    assert read_sources(tmp_path).problems == ()


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder that holds what must not be opened, beside one essay."""
    (tmp_path / "outside.md").write_text("secret")
    folder = write(tmp_path / "series", "essays/a.md", "essays/b.md/inside.txt")
    essays = folder / "essays"
    (essays / "out.md").symlink_to(tmp_path / "outside.md")
    (essays / "loop.md").symlink_to("loop.md")
    (essays / "zero.png").symlink_to("/dev/zero")
    (essays / "gone.md").symlink_to("nowhere.md")
    (essays / "in.md").symlink_to("a.md")
    (folder / "images").symlink_to(tmp_path)
    (folder / "notes").symlink_to(tmp_path)
    os.mkfifo(essays / "pipe.md")
    os.mkfifo(folder / "pipe")
    return folder


def test_only_regular_files_of_the_folder_are_opened(hostile: Path) -> None:
    outcome = read_sources(hostile)
    assert paths_of(outcome.value.essays) == ["essays/a.md", "essays/in.md"]
    assert outcome.value.others == ("essays/b.md/inside.txt",)
    refused = sorted((p.where.path, p.message) for p in outcome.problems if p.severity == "error")
    assert refused == [
        ("essays/b.md", "this is a folder, not a file."),
        ("essays/gone.md", "this is a link that leads nowhere."),
        ("essays/loop.md", "this is a link that leads nowhere."),
        ("essays/out.md", "this is a link that leaves the series folder."),
        ("essays/pipe.md", "this is not a regular file."),
        ("essays/zero.png", "this is a link that leaves the series folder."),
        ("images", "this is a link that leaves the series folder."),
    ]


def test_a_file_beyond_the_bound_is_not_opened(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    os.truncate(tmp_path / "b.md", limits.USUAL.source_bytes + 1)
    outcome = read_sources(tmp_path)
    assert paths_of(outcome.value.essays) == ["a.md"]
    assert said(outcome.problems) == ["b.md:error:file-refused"]
    assert "larger than 50 MB" in outcome.problems[0].message


@pytest.mark.parametrize(
    ("paths", "mend"),
    [
        ((), "folder called essays"),
        (("README.md",), "folder called essays"),
        (("mine/series.toml", "mine/essays/a.md"), "mean the folder mine?"),
        (("one.txt",), "one.txt, which can't be read. Rename it"),
    ],
)
def test_a_folder_without_essays(tmp_path: Path, paths: tuple[str, ...], mend: str) -> None:
    with pytest.raises(BookError) as caught:
        read_sources(write(tmp_path, *paths))
    assert said(caught.value.problems) == [".:error:series-empty"]
    assert mend in caught.value.problems[0].mend


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="there is no folder"):
        read_sources(tmp_path / "gone")
