"""From a platform's HTML to a tree that the writer can write: the steps, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.importers.anchor_tidy import hold_places
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

# Each changes the tree in place and tells what it took, left out or guessed. Between the two
# tables the head and the foot of the text are read (see recognition). Embeds come before code is
# dropped (players are code), notes before emphasis is tidied (raised marks are marks), places held
# when notes are out (notes are found by their ids) and before boxes are opened.
BODY_STEPS: tuple[Callable[[etree._Element, Post], list[Finding]], ...] = (
    drop_widgets,
    take_embeds,
    drop_code,
)
REST_STEPS: tuple[Callable[[etree._Element, Post], list[Finding]], ...] = (
    take_pictures,
    take_notes,
    take_pullquotes,
    mark_sources,
    tidy_inline,
    hold_places,
    tidy_blocks,
    tidy_headings,
)


def clean_body(root: etree._Element, post: Post) -> list[Finding]:
    """Take out what is no text, in place."""
    return [finding for step in BODY_STEPS for finding in step(root, post)]


def clean_rest(root: etree._Element, post: Post) -> list[Finding]:
    """Bring what is left into our form, in place."""
    return [finding for step in REST_STEPS for finding in step(root, post)]


def clean(root: etree._Element, post: Post) -> list[Finding]:
    """Run all steps over the body of a post, in place."""
    return [*clean_body(root, post), *clean_rest(root, post)]
