"""What Python-Markdown would look for in vain is skipped, and nothing else."""

from __future__ import annotations

import pytest
from markdown import Markdown

from seriesbook.readers import syntax
from seriesbook.readers.markdown import EXTENSIONS


def made() -> Markdown:
    extensions = [*(kind() for kind in EXTENSIONS), syntax.OurSyntax()]
    return Markdown(extensions=extensions, output_format="xhtml")


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "`code` and ``a ` b``, \\`none\\`",
        "*one* **two** ***three*** _four_ a_b_c *open",
        "*a **b* c** d_e_ **f*",
        "[link](x.md), [ref][r], [r], ![picture](p.png)\n\n[r]: y.md 'Title'",
        "<http://x.y> <b>raw</b> &amp; {{ t }} {% t %}",
        "two  \nlines, and\\\nthree",
        "HTML twice: HTML\n\n*[HTML]: Hypertext",
        "Term\n:   Meaning",
        "Title\n=====\n\n# Another\nText",
        "> quoted *text*\n\n- item `x`\n- item",
        "a  | b\n---|---\n*c* | d",
        "plain {.cls}\n\n<div markdown='1'>\n*in* HTML\n</div>",
    ],
)
def test_the_text_is_as_the_library_makes_it(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = made().convert(text)
    monkeypatch.setattr(syntax, "skip_in_vain", lambda md: None)
    assert quick == made().convert(text)
