"""Words in the languages of books."""

from __future__ import annotations

import re
import tomllib

import pytest

from seriesbook.labels import labels_for
from seriesbook.problems import Where
from seriesbook.relators import RELATORS
from seriesbook.roles import ROLES
from seriesbook.themefolder import builtin_themes

PLAIN = {
    path.relative_to(builtin_themes() / "plain").as_posix(): path.read_bytes()
    for path in (builtin_themes() / "plain" / "labels").glob("*.toml")
}
FOLDERS = [("themes/plain", PLAIN)]
ASKED = Where("series.toml")
LANGUAGES = ["en", "fr", "de", "es", "it", "pt", "nl", "ru", "pl", "sv"]
LANGUAGES += ["el", "ar", "fa", "he", "zh", "zh-hant", "ja"]
FIELD = re.compile(r"\{\w+\}")


def _words(name: str) -> dict[str, str]:
    return labels_for(name, [("themes/plain", PLAIN)], ASKED).value


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_word_and_every_field(language: str) -> None:
    words = tomllib.loads(PLAIN[f"labels/{language}.toml"].decode())
    english = tomllib.loads(PLAIN["labels/en.toml"].decode())
    assert set(words) == set(english)
    assert all(words.values())
    for key, text in english.items():
        assert sorted(FIELD.findall(words[key])) == sorted(FIELD.findall(text)), key


def test_every_role_and_relator_has_a_word() -> None:
    words = _words("en")
    assert {role.label for role in ROLES.values() if role.label} <= set(words)
    assert {f"by-{relator}" for relator in RELATORS} <= set(words)


def test_a_region_differs_from_its_language_only_where_it_says_so() -> None:
    british, american = _words("en-GB"), _words("en-US")
    assert british["license-page"] == "Licence"
    assert american["license-page"] == "License"
    assert british["contents"] == american["contents"]


def test_a_child_theme_replaces_single_words() -> None:
    child = {"labels/de.toml": b'contents = "Was darin steht"\n'}
    words = labels_for("de-AT", [*FOLDERS, ("themes/mine", child)], ASKED).value
    assert words["contents"] == "Was darin steht"
    assert words["notes"] == "Anmerkungen"


def test_a_language_without_words_is_told() -> None:
    outcome = labels_for("fi", FOLDERS, ASKED)
    assert outcome.value == _words("en")
    (problem,) = outcome.problems
    assert (problem.code, problem.severity, problem.where) == ("labels-missing", "warning", ASKED)
    assert "labels/fi.toml" in problem.mend


def test_a_broken_file_is_told() -> None:
    child = {"labels/en.toml": b"contents = 3\n", "labels/en-gb.toml": b"contents = \n"}
    problems = labels_for("en-GB", [*FOLDERS, ("themes/mine", child)], ASKED).problems
    assert [str(problem.where) for problem in problems] == [
        "themes/mine/labels/en.toml:1",
        "themes/mine/labels/en-gb.toml:1",
    ]
