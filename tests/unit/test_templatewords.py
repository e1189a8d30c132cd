"""What Jinja and Python say of a template: each text has words of ours."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import jinja2
import pytest

from seriesbook.templatewords import words_of

# What our environment, which has no asynchronous templates, streams or extensions, never says,
# and what Jinja says of Jinja.
UNASKED = re.compile(
    r"[Aa]sync|buffer size|no loader|Can't compile non|unknown load|internal pars|without stack"
    r"|wanted to resolve|either extensions|translat|gettext|abstract nodes|custom node"
)
MODULES = ("parser", "lexer", "compiler", "environment", "runtime", "sandbox", "filters")


def _text(node: ast.expr) -> str:
    """A text with something for what is filled in; empty for what is put together elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value)
            if isinstance(part, ast.Constant)
            else repr("x")
            if isinstance(part, ast.FormattedValue) and part.conversion == ord("r")
            else "x"
            for part in node.values
        )
    return ""


def _said() -> list[str]:
    """All that the installed Jinja says in its errors, and in those of what it compiles to."""
    found: set[str] = set()
    for name in MODULES:
        file = Path(jinja2.__file__).parent / f"{name}.py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called = ast.unparse(node.func)
                if called == "self.fail" or called.endswith("Error"):
                    found.add(_text(node.args[0]))
                elif called in {"self.writeline", "self.write"}:
                    found |= set(re.findall(r'raise \w+\("(.*)"\)', _text(node.args[0])))
    return sorted(text for text in found if text and not UNASKED.search(text))


def test_jinja_says_much() -> None:
    assert len(_said()) > 30


@pytest.mark.trust(
    "Messages",
    "every text that the installed Jinja can say",
    "words of ours; what nobody foresaw is quoted within a sentence of ours",
)
@pytest.mark.parametrize("text", _said())
def test_all_that_jinja_can_say_has_words_of_ours(text: str) -> None:
    message, mend = words_of(text.rstrip("."))
    assert "can't be filled in" not in message
    assert "{" not in message
    assert mend


@pytest.mark.parametrize(
    "expression",
    ["1 / 0", "1 % 0", "1.0 / 0", "'a' + 1", "1 + 'a'", "'a' - 1", "'a' * 'b'", "1 < 'a'", "-'a'",
     "[][1]", "'a'[4]", "(1)()", "len(1)", "dict(1)", "int('x')", "float('x')", "len()",
     "''.upper(1)", "[*1]", "(lambda a: a)()", "(lambda a: a)(b=1)", "round('x')"],
)  # fmt: skip
def test_what_python_says_of_a_wrong_expression_has_words_of_ours(expression: str) -> None:
    with pytest.raises(Exception) as caught:
        eval(expression)
    message, mend = words_of(" ".join(str(caught.value).split()).rstrip("."))
    assert "can't be filled in" not in message, caught.value
    assert mend


def test_what_nobody_foresaw_is_quoted() -> None:
    assert words_of("the moon is down") == (
        'it can\'t be filled in ("the moon is down")', "Compare it with the one in plain.",
    )  # fmt: skip
