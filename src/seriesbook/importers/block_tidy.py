"""Blocks in one form: paragraphs, quotations, poems, lists and breaks that are what they look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.importers.list_tidy import open_bare_definitions, open_tables, tidy_lists
from seriesbook.importers.paragraph_tidy import (
    add_missing_paragraphs,
    drop_empty_blocks,
    lift_blocks,
    split_at_breaks,
    strip_edges,
)
from seriesbook.importers.quote_tidy import end_with_sources, quotations_by_style
from seriesbook.importers.rule_tidy import tidy_rules
from seriesbook.importers.verse_tidy import tidy_listings, tidy_verses

if TYPE_CHECKING:
    from lxml import etree

    from seriesbook.importers.model import Finding, Post


def tidy_blocks(root: etree._Element, post: Post) -> list[Finding]:
    """Bring the blocks into our form, in place."""
    findings: list[Finding] = []
    lift_blocks(root)
    open_tables(root)
    open_bare_definitions(root)
    findings += quotations_by_style(root)
    tidy_verses(root)
    tidy_listings(root)
    add_missing_paragraphs(root)
    split_at_breaks(root)
    strip_edges(root)
    end_with_sources(root)
    tidy_lists(root)
    tidy_rules(root)
    drop_empty_blocks(root)
    return findings
