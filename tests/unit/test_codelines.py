from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from seriesbook import xhtml
from seriesbook.codelines import MARK, fold_code


def folded(code: str, columns: int) -> str:
    root = xhtml.parse("<pre><code/></pre>")
    root[0][0].text = code
    fold_code(root, columns)
    return "".join(map(str, root.itertext()))


def test_a_long_line_is_folded_behind_a_pause() -> None:
    assert folded("one, two, three\nfour\n", 12) == f"one, two,\n{MARK} three\nfour\n"


def test_a_long_word_is_cut() -> None:
    assert folded("a" * 25, 10) == f"{'a' * 10}\n{MARK} {'a' * 8}\n{MARK} {'a' * 7}"


def test_markup_in_code_is_left_alone() -> None:
    root = xhtml.parse("<pre><code>a<em>b</em>ccccccccccccccc</code></pre>")
    fold_code(root, 5)
    assert xhtml.serialise(root) == "<pre><code>a<em>b</em>ccccccccccccccc</code></pre>"


@given(st.text("ab ,\n", max_size=80), st.integers(6, 30))
def test_no_line_is_too_long_and_no_letter_is_lost(code: str, columns: int) -> None:
    made = folded(code, columns)
    assert all(len(line) <= columns for line in made.split("\n"))
    assert "".join(made.replace(MARK, "").split()) == "".join(code.split())
