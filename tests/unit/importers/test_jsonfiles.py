"""JSON exports are read row by row, and said to be broken where they are."""

from __future__ import annotations

import codecs
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.importers.archives import open_supply
from seriesbook.importers.jsonfiles import rows_at, values_at
from seriesbook.problems import BookError

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [{"a": 1, "b": ["é", {"c": None}]}, {"a": 2.5}]


def rows(folder: Path, data: bytes, key: str = "") -> list[dict[str, object]]:
    path = folder / "a.json"
    path.write_bytes(data)
    return list(rows_at(open_supply(path), "a.json", key))


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_rows_of_a_list(tmp_path: Path, mark: bytes) -> None:
    assert rows(tmp_path, mark + json.dumps([*ROWS, 3]).encode()) == ROWS


def test_rows_under_a_key(tmp_path: Path) -> None:
    data = {"title": "T", "items": ROWS, "other": {"items": [{}]}}
    assert rows(tmp_path, json.dumps(data).encode(), "items") == ROWS


def test_a_table_in_the_place_of_a_list(tmp_path: Path) -> None:
    assert rows(tmp_path, b' {"a": [{"a": 1}]}') == [{"a": [{"a": 1}]}]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_file_in_utf_16(tmp_path: Path, encoding: str) -> None:
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    data = json.dumps(ROWS * 500, ensure_ascii=False).encode(encoding)
    assert rows(tmp_path, mark + data) == ROWS * 500


def test_values_that_are_not_wanted_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"a": {"b": [1, {"c": 2}]}, "d": "e"}), encoding="utf-8")
    kinds = {"a.b.item": "inside", "d": "text"}
    found = values_at(open_supply(path), "a.json", lambda at: kinds.get(at, ""))
    assert list(found) == [("inside", 1), ("inside", {"c": 2}), ("text", "e")]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b'[{"a": 1},\n{"a": ', "json-broken", 2),
        (b'[{"a": 1}]\n]', "json-broken", 2),
        (b'[{"a": "\xff"}]', "encoding", None),
        (b"[" * 100_000, "json-broken", None),
    ],
)
def test_what_is_no_json(tmp_path: Path, data: bytes, code: str, line: int | None) -> None:
    with pytest.raises(BookError) as error:
        rows(tmp_path, data)
    (problem,) = error.value.problems
    assert (problem.code, problem.where.line) == (code, line)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.text(), JSON, max_size=4), max_size=4))
def test_rows_are_what_a_reader_of_the_whole_gives(
    tmp_path_factory: pytest.TempPathFactory, value: list[dict[str, object]]
) -> None:
    assert rows(tmp_path_factory.mktemp("j"), json.dumps(value).encode()) == value
