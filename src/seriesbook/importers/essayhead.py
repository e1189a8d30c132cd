"""The head of an imported essay, in YAML as an author would write it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from seriesbook.importers.htmltree import fold

if TYPE_CHECKING:
    from seriesbook.importers.model import Post

_LONGEST_SUMMARY = 600


def head_of(post: Post, *, series_authors: tuple[str, ...], language: str) -> str:
    """The front matter of a post; what the whole series has in common is in its manifest."""
    values: dict[str, Any] = {"title": post.title}
    if post.subtitle:
        values["subtitle"] = post.subtitle
    if post.authors and post.authors != series_authors:
        values["author"] = post.authors[0] if len(post.authors) == 1 else list(post.authors)
    if post.date:
        values["date"] = post.date
    if post.updated and post.updated != post.date:
        values["updated"] = post.updated
    if post.publication:
        values["publication"] = post.publication
    if re.match(r"https?://\S+$", post.url):
        values["original_url"] = post.url
    if post.series and post.series.number:
        values["number"] = post.series.number
    if post.summary and post.summary != post.subtitle and len(post.summary) <= _LONGEST_SUMMARY:
        values["summary"] = fold(post.summary)
    if post.tags:
        values["tags"] = list(post.tags)
    if post.license:
        values["license"] = post.license
    if post.language and post.language != language:
        values["language"] = post.language
    if post.status != "published":
        values["draft"] = True
    return f"---\n{as_yaml(values)}---\n"


def as_yaml(values: dict[str, Any]) -> str:
    """Keys and values, one a line; lists on one line."""
    import yaml  # noqa: PLC0415 - keeps the command line fast

    lines = (
        yaml.safe_dump(
            {key: value}, allow_unicode=True, width=10**9, sort_keys=False,
            default_flow_style=False if not isinstance(value, list) else None,
        )
        for key, value in values.items()
    )  # fmt: skip
    return "".join(lines)
