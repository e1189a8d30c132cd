"""The documents are true of the code."""

from __future__ import annotations

import json
import re

import pytest

from seriesbook import config, explanations
from support import ROOT

MARKED = re.compile(r"(<!-- reference -->\n).*(<!-- /reference -->)", re.DOTALL)


def test_the_guide_lists_every_key_of_the_schema(request: pytest.FixtureRequest) -> None:
    guide = ROOT / "docs" / "guide.md"
    text = guide.read_text(encoding="utf-8")
    true = MARKED.sub(lambda m: f"{m[1]}\n{config.reference().strip()}\n\n{m[2]}", text)
    if request.config.getoption("--update-golden"):
        guide.write_text(true, encoding="utf-8")
    assert guide.read_text(encoding="utf-8") == true


def test_the_page_of_problems_is_what_explain_says(request: pytest.FixtureRequest) -> None:
    page = ROOT / "docs" / "problems.md"
    if request.config.getoption("--update-golden"):
        page.write_text(explanations.as_markdown(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == explanations.as_markdown()


def test_every_key_has_words_of_its_own() -> None:
    schema = config.json_schema()
    definitions = [schema, *schema.get("$defs", {}).values()]
    for definition in definitions:
        for key, value in definition.get("properties", {}).items():
            assert value.get("description"), key
    assert json.loads(json.dumps(schema)) == schema


def test_the_readme_names_the_two_commands_and_ci_runs_the_second() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make book" in readme
    assert "make test" in readme
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["README.md", "docs/guide.md", "docs/architecture.md"])
def test_links_to_files_arrive(name: str) -> None:
    path = ROOT / name
    for target in _links(path.read_text(encoding="utf-8")):
        if not target.startswith(("02-", "03-", "../images")):
            assert (path.parent / target).exists(), target


def _links(text: str) -> list[str]:
    """Relative addresses of the links of a Markdown text, those in code aside."""
    return re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", re.sub(r"`[^`]*`", "", text))
