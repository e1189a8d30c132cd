"""Markdown of other tools → HTML, by markdown-it: CommonMark with notes, tables, definitions.

Other tools read Markdown otherwise than we do (lists indented by two, references, raw HTML), so
it takes the same road as any post: to HTML, and from there to our own Markdown.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


def markdown_to_html(text: str) -> str:
    """The HTML of a Markdown text."""
    return str(_parser().render(text))


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - seldom needed
    from mdit_py_plugins.deflist import deflist_plugin  # noqa: PLC0415
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415

    parser = MarkdownIt("commonmark", {"html": True, "linkify": False, "typographer": False})
    parser.enable(["table", "strikethrough"])
    return parser.use(footnote_plugin).use(deflist_plugin)
