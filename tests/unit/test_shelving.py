from __future__ import annotations

import pytest

from seriesbook.shelving import doubts, essay_paths, is_matter
from tiny import said


def test_essays_come_in_natural_order_numbers_first() -> None:
    texts = ["essays/a.md", "essays/10-b.md", "essays/9-c.md", "front/preface.md", "x.md"]
    assert essay_paths(texts) == ["essays/9-c.md", "essays/10-b.md", "essays/a.md"]


def test_without_essays_the_top_of_the_folder_counts() -> None:
    texts = ["2-b.md", "1-a/index.md", "drafts/c.md", "README.md", "preface.md", "front/index.md"]
    assert essay_paths(texts) == ["1-a/index.md", "2-b.md"]


@pytest.mark.parametrize(
    ("path", "matter"),
    [
        ("front/anything.md", True), ("back/deep/x.md", True), ("bios/ada.md", True),
        ("foreword.md", True), ("Acknowledgements.md", True), ("license.md", False),
        ("readme.md", False), ("part.md", False), ("drafts/preface.md", False),
    ],
)  # fmt: skip
def test_matter_is_known_by_place_or_name(path: str, matter: bool) -> None:
    assert is_matter(path) is matter


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("essays/a.txt", "format-unknown"), ("front/a.DOC", "format-unknown"),
        ("Series.toml", "manifest-misnamed"), ("03-stray.md", "essay-outside"),
    ],
)  # fmt: skip
def test_what_looks_forgotten_is_said(path: str, code: str) -> None:
    assert said(doubts([path], bare=True)) == [f"{path}:warning:{code}"]


@pytest.mark.parametrize("path", ["README.md", "notes.txt", "data/a.txt", "drafts/x.md"])
def test_what_lies_about_is_left_alone(path: str) -> None:
    assert list(doubts([path], bare=True)) == []


def test_another_toml_file_beside_the_manifest_is_left_alone() -> None:
    assert list(doubts(["pyproject.toml"], bare=False)) == []
