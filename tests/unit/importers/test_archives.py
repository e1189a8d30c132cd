from __future__ import annotations

import io
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from seriesbook.importers.archives import leaves, open_supply
from seriesbook.limits import Limits
from seriesbook.problems import BookError

if TYPE_CHECKING:
    from pathlib import Path


def zip_of(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def code_of(error: pytest.ExceptionInfo[BookError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def test_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<a/>")
    supply = open_supply(tmp_path / "a.xml")
    assert (supply.kind, supply.names, supply.head) == ("file", ("a.xml",), b"<a/>")
    assert supply.read() == b"<a/>"
    assert supply.label("a.xml") == "a.xml"


def test_a_folder_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b/c.html", "a.html", ".git/x", "__MACOSX/y", ".DS_Store"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    supply = open_supply(tmp_path / "in")
    assert supply.names == ("a.html", "b/c.html")
    assert supply.read("b/c.html") == b"b/c.html"
    assert supply.member("b/c.html").label("b/c.html") == "in/b/c.html"


def test_a_link_out_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").symlink_to(tmp_path / "secret")
    supply = open_supply(tmp_path / "in")
    assert supply.names == ()
    assert [problem.code for problem in supply.problems] == ["member-refused"]


def test_members_that_leave_a_zip_are_refused(tmp_path: Path) -> None:
    members = {"a.html": b"a", "../b.html": b"b", "/c.html": b"c", "d/../../e": b"e"}
    supply = open_supply(zip_of(tmp_path / "a.zip", members))
    assert supply.names == ("a.html",)
    assert len(supply.problems) == 3


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    supply = open_supply(zip_of(tmp_path / "a.zip", {"a": b"0" * 20_000_000, "b": b"0" * 2000}))
    assert supply.names == ("b",)
    assert "far more" in supply.problems[0].message


def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    supply = open_supply(zip_of(tmp_path / "a.zip", {"a": b"0" * 5000}), Limits(source_bytes=4000))
    with pytest.raises(BookError) as error:
        supply.read("a")
    assert code_of(error) == ["source-too-large"]


def test_a_stream_is_bounded(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"0" * 101)
    supply = open_supply(tmp_path / "a", Limits(export_bytes=100))
    with supply.open() as stream, pytest.raises(BookError) as error:
        stream.read()
    assert code_of(error) == ["source-too-large"]


def test_a_zip_in_a_zip(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x.html", b"x")
    outer = open_supply(zip_of(tmp_path / "a.zip", {"in.zip": inner.getvalue()}))
    member = outer.member("in.zip")
    assert (member.kind, member.read("x.html")) == ("zip", b"x")


@pytest.mark.parametrize("data", [b"PK\x03\x04 no zip", b"PK\x05\x06"])
def test_a_damaged_zip(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(BookError) as error:
        open_supply(tmp_path / "a.zip")
    assert code_of(error) == ["source-damaged"]


def test_a_damaged_member(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a": os.urandom(1000)})
    data = bytearray(path.read_bytes())
    data[200:220] = b"\xff" * 20
    path.write_bytes(bytes(data))
    with pytest.raises(BookError) as error:
        open_supply(path).read("a")
    assert code_of(error) == ["source-damaged"]


def test_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BookError) as error:
        open_supply(tmp_path / "none")
    assert code_of(error) == ["source-missing"]


@pytest.mark.parametrize(
    ("name", "out"),
    [("a/b", False), ("a..b", False), ("../a", True), ("/a", True), ("C:\\a", True),
     ("a\\..\\..\\b", True), ("a\0b", True)],
)  # fmt: skip
def test_paths_that_leave(name: str, out: bool) -> None:
    assert leaves(name) is out
