"""Theme chains: what a theme of one's own may bring, and what it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2.exceptions import SecurityError

from seriesbook.cache import Cache
from seriesbook.model import Edition
from seriesbook.theme import Theme, load_theme

if TYPE_CHECKING:
    from pathlib import Path

    from seriesbook.problems import Outcome


def _load(cache: Path, folder: Path, name: str, language: str = "en") -> Outcome[Theme]:
    return load_theme(Edition("x", "pdf", theme=name), language, folder, Cache(cache))


def _write(folder: Path, name: str, **files: str) -> Path:
    theme = folder / "themes" / name
    theme.mkdir(parents=True)
    for file, text in {"theme_toml": "contract = 1\n", **files}.items():
        stem, _, suffix = file.rpartition("_")
        (theme / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["plain", "classic"])
def test_built_in_themes(cache: Path, tmp_path: Path, name: str) -> None:
    outcome = _load(cache, tmp_path, name)
    assert not outcome.problems
    theme = outcome.value
    assert theme.chain[0] == "plain"
    assert theme.chain[-1] == name
    assert not theme.own
    assert {font.family for font in theme.fonts} == {"EB Garamond", "Source Code Pro"}


def test_styles_follow_the_format(cache: Path, tmp_path: Path) -> None:
    print_css = _load(cache, tmp_path, "plain").value.styles["pdf"]
    screen = load_theme(Edition("x", "epub", theme="plain"), "en", tmp_path, Cache(cache)).value
    assert "rlh" in print_css
    assert "rlh" not in screen.styles["epub"]
    assert "@page" not in screen.styles["epub"]


def test_an_own_theme_extends_another(cache: Path, tmp_path: Path) -> None:
    folder = _write(
        tmp_path,
        "mine",
        theme_toml='contract = 1\nparent = "classic"\n',
        book_css="p { color: red }\n",
        part_xhtml_j2="mine",
    )
    (folder / "themes/mine/part_xhtml.j2").rename(folder / "themes/mine/part.xhtml.j2")
    outcome = _load(cache, folder, "mine")
    assert not outcome.problems
    theme = outcome.value
    assert theme.chain == ("plain", "classic", "mine")
    assert theme.own
    assert theme.styles["pdf"].endswith("p { color: red }\n")
    assert theme.environment().get_template("part.xhtml.j2").render() == "mine"
    assert theme.environment().get_template("plain/part.xhtml.j2").name == "plain/part.xhtml.j2"


def test_the_digest_changes_with_any_file(cache: Path, tmp_path: Path) -> None:
    _write(tmp_path, "mine", book_css="p { margin: 0 }")
    before = _load(cache, tmp_path, "mine").value.digest
    assert _load(cache, tmp_path, "mine").value.digest == before
    (tmp_path / "themes/mine/book.css").write_text("p { margin: 1em }", encoding="utf-8")
    assert _load(cache, tmp_path, "mine").value.digest != before


def test_a_theme_that_does_not_exist(cache: Path, tmp_path: Path) -> None:
    outcome = _load(cache, tmp_path, "clasic")
    (problem,) = outcome.problems
    assert problem.code == "theme-missing"
    assert "classic" in problem.mend
    assert outcome.value.chain == ("plain",)


@pytest.mark.parametrize("name", ["../classic", "/etc", "a/b", ""])
def test_a_name_is_no_path(cache: Path, tmp_path: Path, name: str) -> None:
    assert [p.code for p in _load(cache, tmp_path, name).problems] == ["theme-missing"]


def test_themes_that_extend_each_other(cache: Path, tmp_path: Path) -> None:
    _write(tmp_path, "a", theme_toml='contract = 1\nparent = "b"\n')
    _write(tmp_path, "b", theme_toml='contract = 1\nparent = "a"\n')
    outcome = _load(cache, tmp_path, "a")
    assert [p.code for p in outcome.problems] == ["theme-cycle"]
    assert outcome.value.chain[0] == "plain"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("contract = 1\ncolour = 'red'\n", "key-unknown"),
        ("contract = 2\n", "theme-broken"),
        ("title = 'No contract'\n", "theme-broken"),
        ("contract = \n", "theme-broken"),
    ],
)
def test_a_wrong_manifest(cache: Path, tmp_path: Path, text: str, code: str) -> None:
    _write(tmp_path, "mine", theme_toml=text)
    (problem,) = _load(cache, tmp_path, "mine").problems
    assert problem.code == code
    assert problem.where.path == "themes/mine/theme.toml"


def test_no_link_leads_out_of_a_theme(cache: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.css"
    secret.write_text("p { color: secret }", encoding="utf-8")
    _write(tmp_path / "series", "mine")
    (tmp_path / "series/themes/mine/book.css").symlink_to(secret)
    outcome = _load(cache, tmp_path / "series", "mine")
    assert [p.code for p in outcome.problems] == ["path-outside"]
    assert "secret" not in outcome.value.styles["pdf"]


def test_a_theme_can_not_stand_in_for_plain(cache: Path, tmp_path: Path) -> None:
    _write(tmp_path, "plain", book_css="p { color: red }")
    assert "color: red" not in _load(cache, tmp_path, "plain").value.styles["pdf"]


def test_templates_run_no_python(cache: Path, tmp_path: Path) -> None:
    environment = _load(cache, tmp_path, "plain").value.environment()
    with pytest.raises(SecurityError):
        environment.from_string("{{ ''.__class__.__mro__ }}").render()
