"""The picture that a platform shows above a post and keeps beside its text."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

from seriesbook.importers.cleaning import clean_rest
from seriesbook.importers.htmltree import parse_fragment
from seriesbook.importers.images import same_picture
from seriesbook.importers.model import Finding, Lead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

    from seriesbook.importers.images import Gallery
    from seriesbook.importers.model import Post

# Where the heads of Jekyll, Hugo and Eleventy sites name it, and what it is in a table of it.
_KEYS = (
    "featured_image", "featuredImage", "feature_image", "feature", "cover", "cover_image",
    "coverImage", "header", "hero", "hero_image", "banner", "image", "thumbnail", "images",
)  # fmt: skip
_SOURCES = ("src", "image", "path", "url", "feature", "overlay_image", "file")
_CAPTIONS = ("caption", "credit")


def lead_figure(root: etree._Element, post: Post) -> etree._Element | None:
    """The picture as a figure; None if there is none, or the text shows it."""
    lead = post.lead
    if lead is None or any(same_picture(i.get("src", ""), lead.src) for i in root.iter("img")):
        return None
    caption = f"<figcaption>{lead.caption}</figcaption>" if lead.caption.strip() else ""
    made = parse_fragment(
        f'<figure><img src="{escape(lead.src)}" alt="{escape(lead.alt)}"/>{caption}</figure>'
    )
    clean_rest(made, replace(post, title="", subtitle=""))
    return made


def put_first(
    root: etree._Element, figure: etree._Element, post: Post, slug: str, gallery: Gallery
) -> list[Finding]:
    """Put the figure before the text, in place.

    Of a picture that can't be had the report tells, and no trace is left in the text.
    """
    findings = gallery.take(figure, post, slug)
    if figure.find(".//img") is not None:
        figure[-1].tail, root.text = root.text, None
        root[:0] = list(figure)
    return [replace(finding, what=f"featured {finding.what}") for finding in findings]


def lead_of(values: Mapping[str, Any]) -> Lead | None:
    """The picture that the head of a site's text names."""
    for key in _KEYS:
        found = values.get(key)
        found = found[0] if isinstance(found, list) and found else found
        table = found if isinstance(found, dict) else {}
        named = next((table[k] for k in _SOURCES if isinstance(table.get(k), str)), "")
        source = found if isinstance(found, str) else named
        if source.strip():
            alt = table.get("alt") or values.get(f"{key}_alt") or values.get("image_alt") or ""
            captions = (table.get(k) or values.get(f"{key}_{k}") for k in _CAPTIONS)
            caption = next((text for text in captions if isinstance(text, str) and text), "")
            return Lead(source.strip(), str(alt), caption)
    return None
