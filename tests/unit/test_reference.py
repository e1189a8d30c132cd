from __future__ import annotations

from seriesbook.manifest import EditionTable, Manifest, PersonTable
from seriesbook.reference import reference


def test_every_key_has_a_row() -> None:
    lines = reference().splitlines()
    for model in (Manifest, PersonTable, EditionTable):
        for key in model.model_fields:
            assert any(line.startswith(f"| `{key}` | ") for line in lines), key


def test_values_and_defaults_are_named() -> None:
    lines = reference().splitlines()
    notes = next(line for line in lines if line.startswith("| `notes`"))
    assert notes.endswith("One of: `book`, `essay`, `page`. | `book` |")
    assert any(line.startswith("| `format`") and line.endswith("| (needed) |") for line in lines)
