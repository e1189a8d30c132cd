from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from seriesbook import engine
from seriesbook.cache import Cache
from seriesbook.foreseen import foresee, make_ready, place
from seriesbook.rendition import Font

if TYPE_CHECKING:
    from pathlib import Path

FONTS = (Font("A", 400, "normal", b"a font", "1", "OFL"), Font("B", 700, "italic", b"two", "2"))


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What engines are made ready for."""
    calls: list[object] = []
    monkeypatch.setattr(engine, "make_ready", lambda *given: calls.append(given))
    return calls


def test_a_worker_makes_ready_for_what_was_set_last(tmp_path: Path, loaded: list[object]) -> None:
    foresee("p { color: red }", FONTS[:1], Cache(tmp_path))
    foresee("p { content: 'é' }", FONTS, Cache(tmp_path))
    make_ready(tmp_path, place())
    assert loaded == [("p { content: 'é' }", FONTS)]


def test_what_is_noted_already_is_not_written_again(tmp_path: Path) -> None:
    foresee("p {}", FONTS, Cache(tmp_path))
    before = {path: path.stat().st_ino for path in tmp_path.rglob("*") if path.is_file()}
    foresee("p {}", FONTS, Cache(tmp_path))
    assert {p: p.stat().st_ino for p in tmp_path.rglob("*") if p.is_file()} == before


def test_without_a_note_nothing_is_done(tmp_path: Path, loaded: list[object]) -> None:
    make_ready(tmp_path, place())
    assert not list(tmp_path.iterdir())
    foresee("p {}", FONTS, Cache(None))
    assert not loaded


@pytest.mark.parametrize("kind", ["foreseen", "foreseen-font"])
@pytest.mark.parametrize("data", [b"", b"seriesbook cache 1\n", None])
def test_a_damaged_note_is_none(
    tmp_path: Path, loaded: list[object], kind: str, data: bytes | None
) -> None:
    foresee("p {}", FONTS, Cache(tmp_path))
    for path in (tmp_path / kind).rglob("*"):
        if path.is_file():
            path.unlink() if data is None else path.write_bytes(data)
    make_ready(tmp_path, place())
    assert not loaded


@pytest.mark.parametrize("data", [b"{}", b"[1]", b"nothing", b'["p {}", [[1]]]'])
def test_a_note_of_another_form_is_none(tmp_path: Path, loaded: list[object], data: bytes) -> None:
    Cache(tmp_path).put("foreseen", place(), data)
    make_ready(tmp_path, place())
    assert not loaded


def test_fonts_that_are_none_end_nothing(tmp_path: Path) -> None:
    foresee("p {}", FONTS, Cache(tmp_path))
    make_ready(tmp_path, place())
