"""What Pillow warns of: each text has words of ours."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import PIL
import pytest

from seriesbook.pictures import OPENED
from seriesbook.picturewords import picture_problems
from seriesbook.problems import Where

# What is said of Pillow itself and its environment, and what is put together elsewhere: those of
# `message` end in an error, which has words of its own.
UNASKED = re.compile(r"_imaging|^str|^message$|^7: 7$|^7 is not int$")
PLUGINS = [f"{name.title().replace('Webp', 'WebP')}ImagePlugin" for name in OPENED]
FILES = ("Image", "ImageFile", "ImageOps", "MpoImagePlugin", *PLUGINS)


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in node.values)
    return ast.unparse(node)


def _said() -> list[str]:
    found: set[str] = set()
    for name in FILES:
        file = Path(PIL.__file__).parent / f"{name}.py"
        if file.exists():
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                    "warnings.warn", "logger.warning", "logger.error",
                }:  # fmt: skip
                    found.add(_text(node.args[0]))
    return sorted(text for text in found if not UNASKED.search(text))


@pytest.mark.trust(
    "Messages",
    "every text that the installed Pillow can say",
    "words of ours; what nobody foresaw is quoted within a sentence of ours",
)
@pytest.mark.parametrize("text", _said())
def test_all_that_pillow_can_warn_of_has_words_of_ours(text: str) -> None:
    (problem,) = picture_problems([text], "a.png", Where("a.md", 3))
    assert "a.png" in problem.message
    assert "noticed" not in problem.message, text
    assert problem.severity == "hint"


def test_what_nobody_foresaw_is_quoted() -> None:
    (problem,) = picture_problems(["odd", "odd"], "a.png", Where("a.md", 3))
    assert problem.message.endswith('noticed something ("a.png: odd").')
