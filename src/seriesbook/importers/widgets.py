"""What platforms put into the text of a post that is no part of the essay: taken out, and said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import classes_of, first_words
from seriesbook.importers.model import Finding

if TYPE_CHECKING:
    from seriesbook.importers.model import Post

# A class (whole, or as far as the star) -> what it marks.
WIDGETS: dict[str, str] = {
    **dict.fromkeys(
        "sharedaddy sd-sharing* addtoany* share-buttons social-share ssba* sfsi* heateor* shariff "
        "a2a_kit social-links wp-block-social-links wp-block-outermost-social-sharing".split(),
        "share buttons",
    ),
    **dict.fromkeys(
        "jp-relatedposts related-posts yarpp* wp-block-latest-posts wp-block-query "
        "wp-block-jetpack-related-posts crp_related contextual-related-posts".split(),
        "related posts",
    ),
    **dict.fromkeys(
        "subscription-widget* subscribe-widget captioned-button-wrap paywall-jump paywall "
        "install-substack-app-embed community-chat wp-block-jetpack-subscriptions "
        "jetpack_subscription_widget kg-signup-card mc4wp-form mc_embed_signup* "
        "newsletter-signup subscribe-footer kg-email-cta-card mailpoet_form*".split(),
        "subscribe box",
    ),
    **dict.fromkeys(
        "adsbygoogle advert advertisement ad-container wordads-ad* code-block-ads".split(),
        "advertising",
    ),
    **dict.fromkeys(
        "poll-embed wp-block-crowdsignal-forms-poll pds-poll poll directmessage".split(), "poll"
    ),
    **dict.fromkeys(
        "wp-block-search wp-block-archives wp-block-categories wp-block-calendar "
        "wp-block-tag-cloud wp-block-rss wp-block-loginout wp-block-latest-comments "
        "wp-block-page-list wp-block-navigation post-navigation".split(),
        "navigation",
    ),
    **dict.fromkeys(
        "wp-block-contact-form* wp-block-jetpack-contact-form grunion* wpcf7 gform_wrapper "
        "wpforms-container".split(),
        "form",
    ),
    **dict.fromkeys(
        "wp-block-post-comments wp-block-comments comments-area comment-respond".split(),
        "comments",
    ),
    "kg-callout-emoji": "sign of a box",
    "series-nav*": "link to the part before or after",
    **dict.fromkeys("wp-block-spacer kg-divider-spacer".split(), ""),
}
_BUTTONS = frozenset({"button-wrapper", "wp-block-button", "kg-button-card", "button"})
_CALL = re.compile(
    r"\W*(?:subscribe|share|follow|sign up|join|donate|support|upgrade|get (?:more|\d+%)|"
    r"leave a comment|comment|like|tip|buy me|become a|give a gift|refer|start (?:writing|a)|"
    r"read in (?:the )?app|download the app|tweet|email)\b.*",
    re.IGNORECASE,
)
_CODE = tuple(
    "script style noscript template form input button select textarea link meta title head".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def drop_code(root: etree._Element, _: Post) -> list[Finding]:
    """Take out what is not text at all: comments, scripts, forms, what is hidden."""
    for node in list(root.iter(etree.Comment, etree.ProcessingInstruction, etree.Entity)):
        xhtml.remove(node)
    findings = []
    for element in list(root.iter(*_CODE)):
        if element.tag in {"form", "noscript"} and element.getparent() is not None:
            words = xhtml.text_of(element)
            if element.tag == "form" and words:
                findings.append(Finding("dropped", "form", first_words(words)))
        xhtml.remove(element)
    for element in list(root.iter(etree.Element)):
        if element is not root and _HIDDEN.search(element.get("style", "")):
            if xhtml.text_of(element):
                findings.append(Finding("dropped", "hidden text", first_words(element)))
            xhtml.remove(element)
    for drawing in [e for e in root.iter(etree.Element) if e.tag.endswith(("svg", "canvas"))]:
        if drawing.getparent() is not None:
            if not _is_icon(drawing):
                findings.append(Finding("not-carried", "drawing (SVG)", first_words(drawing)))
            xhtml.remove(drawing)
    return findings


def _is_icon(drawing: etree._Element) -> bool:
    """Whether a drawing is a sign on a button: small, or in a link or button."""
    size = re.match(r"\d+", drawing.get("width", ""))
    holders = {up.tag for up in drawing.iterancestors()}
    return bool(size and int(size[0]) <= 48) or bool(holders & {"a", "button", "h1", "h2", "h3"})


def drop_widgets(root: etree._Element, _: Post) -> list[Finding]:
    """Take out the boxes of platforms and plugins that are known by their class."""
    findings = []
    for element in list(root.iter(etree.Element)):
        if not any(up is root for up in element.iterancestors()):
            continue  # the root, or gone with what held it
        kind = _kind(element)
        if kind is None and classes_of(element) & _BUTTONS and _CALL.match(_words(element)):
            kind = "button"
        if kind is not None:
            if kind and xhtml.text_of(element):
                findings.append(Finding("dropped", kind, first_words(element)))
            xhtml.remove(element)
    for box in list(root.iter("fieldset")):  # one whose contents went
        legend = box.find("legend")
        if legend is not None and xhtml.text_of(legend) == xhtml.text_of(box):
            xhtml.remove(box)
    return findings


def _words(element: etree._Element) -> str:
    return xhtml.text_of(element) or element.get("value", "")


def _kind(element: etree._Element) -> str | None:
    for name in classes_of(element):
        if name in WIDGETS:
            return WIDGETS[name]
        for pattern, kind in _STARRED:
            if name.startswith(pattern):
                return kind
    return None


_STARRED = tuple((name[:-1], kind) for name, kind in WIDGETS.items() if name.endswith("*"))
