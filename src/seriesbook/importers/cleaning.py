"""From a platform's HTML to a tree that the writer can write: the steps, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.importers.block_tidy import tidy_blocks
from seriesbook.importers.embeds import take_embeds
from seriesbook.importers.footnotes import take_notes
from seriesbook.importers.heading_tidy import tidy_headings
from seriesbook.importers.inline_tidy import tidy_inline
from seriesbook.importers.picture_tidy import take_pictures
from seriesbook.importers.pullquotes import take_pullquotes
from seriesbook.importers.sources_tidy import mark_sources
from seriesbook.importers.widgets import drop_code, drop_widgets

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from seriesbook.importers.model import Finding, Post

# Each changes the tree in place and tells what it took, left out or guessed. Embeds come before
# code is dropped (players are code), notes before emphasis is tidied (raised marks are marks).
STEPS: tuple[Callable[[etree._Element, Post], list[Finding]], ...] = (
    drop_widgets,
    take_embeds,
    drop_code,
    take_pictures,
    take_notes,
    take_pullquotes,
    mark_sources,
    tidy_inline,
    tidy_blocks,
    tidy_headings,
)


def clean(root: etree._Element, post: Post) -> list[Finding]:
    """Run all steps over the body of a post, in place."""
    return [finding for step in STEPS for finding in step(root, post)]
