"""What of a page is no part of the essay, known by element, role, class and id.

The words are those that themes and plugins of all kinds use in their class names; there is no rule
for any one site.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from seriesbook import xhtml

if TYPE_CHECKING:
    from lxml import etree

# Elements that never hold an essay's words.
_ELEMENTS = {
    "nav": "navigation", "form": "form", "button": "button", "dialog": "dialog", "menu": "menu",
    "input": "form", "select": "form", "textarea": "form", "label": "form",
}  # fmt: skip
_UNSEEN = "script style template noscript link meta base canvas".split()
# https://www.w3.org/TR/wai-aria-1.2/#landmark_roles and others that name furniture
_ROLES = {
    "navigation": "navigation", "banner": "page head", "contentinfo": "page foot",
    "search": "form", "dialog": "dialog", "alertdialog": "dialog", "menu": "menu",
    "menubar": "menu", "toolbar": "toolbar", "complementary": "sidebar",
}  # fmt: skip
# Words of class and id, one of which is enough.
_WORDS: dict[str, str] = {
    word: kind
    for kind, words in {
        "share buttons": "share sharing sharedaddy sharebar sharebuttons sharethis addtoany "
        "addthis social socials heateor shariff sharelinks sharer",
        "subscribe box": "subscribe subscription newsletter signup optin mailchimp paywall "
        "mailpoet subscriber",
        "poster's details": "userinfo postprofile userprofile",
        "signature": "signature postsignature",
        "label of the section": "kicker eyebrow overline",
        "related posts": "related relatedposts jp-relatedposts recommended recommendations recirc "
        "outbrain taboola readnext upnext morefrom readmore yarpp crp",
        "advertising": "ad ads advert adverts advertisement advertising adsbygoogle sponsor "
        "sponsored promo promotion promoted dfp adslot adunit",
        "cookie notice": "cookie cookies cookiebar consent gdpr onetrust cmp",
        "navigation": "nav navbar navigation navmenu menu breadcrumb breadcrumbs pagination pager "
        "prevnext skiplink sitemap navbox toc-nav",
        "sidebar": "sidebar widget widgets secondary rail",
        "page foot": "footer colophon site-footer",
        "page head": "masthead topbar siteheader site-header",
        "counts": "views viewcount postviews pageviews likes claps reactions rating ratings votes "
        "sharecount karma",
        "tags": "tags taglist tagcloud categories postmetadata",
        "comments": "comment comments commentlist commentform respond disqus webmentions",
        "popup": "popup modal lightbox overlay toast snackbar",
        "print and mail links": "printfriendly print-link noprint printonly editsection edit-link",
        "editor's marks": "catlinks jump-link metadata-notice hatnote ambox",
    }.items()
    for word in words.split()
}
# Pairs of neighbouring words of one class name that mean what neither does alone.
_PAIRS = {
    ("post", "nav"): "navigation", ("entry", "meta"): "post details",
    ("post", "meta"): "post details", ("post", "info"): "post details",
    ("skip", "link"): "navigation", ("read", "next"): "related posts",
    ("more", "from"): "related posts", ("up", "next"): "related posts",
    ("also", "like"): "related posts", ("site", "header"): "page head",
    ("site", "footer"): "page foot", ("page", "header"): "page head",
    ("view", "count"): "counts", ("post", "views"): "counts", ("sign", "up"): "subscribe box",
    ("edit", "link"): "print and mail links", ("mw", "editsection"): "print and mail links",
    ("call", "action"): "advertising", ("sticky", "bar"): "toolbar",
    ("screen", "reader"): "words for screen readers",
}  # fmt: skip
# Words that say that an element is the essay's own, whatever else its names say.
_OWN = frozenset(
    "footnote footnotes endnote endnotes fn notes references bibliography epigraph poem verse "
    "caption figcaption pullquote blockquote quote".split()
)
# Words of wrappers, whose other words tell about the page and not about what is in them.
_WRAPPERS = frozenset(
    "has with no without single hentry page site layout grid wrapper main".split()
)
_BOXES = frozenset("div section aside header footer ul ol dl table figure".split())
_NAMED = _BOXES | frozenset("p span a li small time h2 h3 h4 h5 h6 center tr td".split())
_SPLIT = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)


def kind_of(element: etree._Element) -> str:
    """What piece of furniture an element is, in plain words; '' if nothing says that it is one."""
    tag = str(element.tag)
    if tag in _ELEMENTS:
        return _ELEMENTS[tag]
    role = element.get("role", "").strip().lower()
    if role in _ROLES:
        return _ROLES[role]
    if tag in {"html", "body", "main", "article"}:
        return ""
    return _kind_by_name(element)


def _kind_by_name(element: etree._Element) -> str:
    if element.tag not in _NAMED:
        return ""
    names = element.get("class", "").split()
    if element.tag in _BOXES and not _is_named_by_heading(element):
        names += element.get("id", "").split()
    split = [(name, _words(name)) for name in names]
    if any(_OWN.intersection(words) for _, words in split):
        return ""
    kinds = (_kind_of_name(name, words) for name, words in split)
    found = next((kind for kind in kinds if kind), "")
    return "" if found == "signature" and element.tag not in _BOXES else found


def _is_named_by_heading(element: etree._Element) -> bool:
    """Whether the id of a section is made from the words of its heading, as many tools do."""
    heading = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    if heading is None:
        return False
    words = _SPLIT.split(xhtml.text_of(heading).lower())
    return set(_words(element.get("id", ""))) <= set(words)


def _kind_of_name(name: str, words: list[str]) -> str:
    if not words or words[0] in _WRAPPERS or len(name) < 3:  # "ad" may be a hashed name
        return ""
    pairs = (_PAIRS.get(pair) for pair in pairwise(words))
    found = (_WORDS.get(name.lower().replace("_", "-")), *pairs, *map(_WORDS.get, words))
    return next((kind for kind in found if kind), "")


def _words(name: str) -> list[str]:
    return [word for word in _SPLIT.split(_CAMEL.sub("-", name).lower()) if word]


def is_hidden(element: etree._Element) -> bool:
    """Whether a browser shows nothing of an element."""
    if "hidden" in element.attrib and element.get("hidden") != "until-found":
        return True
    return bool(_HIDDEN.search(element.get("style", "")))


def remove_unseen(root: etree._Element) -> None:
    """Remove what holds no words for readers: scripts, styles, comments of the source."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            xhtml.remove(element)
        elif element.tag in _UNSEEN:
            _keep_picture(element)
            xhtml.remove(element)


def _keep_picture(element: etree._Element) -> None:
    """A picture that a page loads by script has its plain twin in the `noscript` beside it."""
    if element.tag != "noscript":
        return
    images = list(element.iter("img"))
    if not images and "<img" in (element.text or ""):
        images = list(xhtml.parse(element.text or "").iter("img"))
    parent = element.getparent()
    if parent is None or not images:
        return
    before = element.getprevious()
    if before is not None and before.tag == "img":
        for name in ("src", "srcset", "alt"):
            if images[0].get(name):
                before.set(name, images[0].get(name, ""))
        return
    for image in images[:1]:
        image.tail = None
        element.addprevious(image)
