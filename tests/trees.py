"""HTML through the steps of an import, for tests."""

from __future__ import annotations

from seriesbook.importers.cleaning import clean
from seriesbook.importers.htmltree import parse_fragment
from seriesbook.importers.markdown_writer import write_markdown
from seriesbook.importers.model import Finding, Post
from seriesbook.importers.proof import prover

PROVEN = prover()
POST = Post("key", "essay", "The title", "", url="https://site.example/post/")


def written(html: str) -> str:
    """The Markdown of a tree as it is."""
    made = write_markdown(parse_fragment(html), PROVEN)
    assert not made.as_html
    return made.text


def cleaned(html: str, post: Post = POST) -> tuple[str, list[Finding]]:
    """The Markdown of a tree that has been cleaned, and what was found on the way."""
    root = parse_fragment(html)
    findings = clean(root, post)
    made = write_markdown(root, PROVEN)
    assert not made.as_html
    return made.text, findings


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    """Kinds and names of findings."""
    return [(finding.kind, finding.what) for finding in findings]
