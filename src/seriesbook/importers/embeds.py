"""Embeds (video, audio, posts of other sites) → links that say what they lead to."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from seriesbook import xhtml
from seriesbook.importers.htmltree import classes_of, first_words, fold
from seriesbook.importers.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seriesbook.importers.model import Post

# Host (its end) -> what is there, and the name of the site.
HOSTS: dict[str, tuple[str, str]] = {
    "youtube.com": ("Video", "YouTube"), "youtu.be": ("Video", "YouTube"),
    "youtube-nocookie.com": ("Video", "YouTube"), "vimeo.com": ("Video", "Vimeo"),
    "dailymotion.com": ("Video", "Dailymotion"), "ted.com": ("Video", "TED"),
    "videopress.com": ("Video", "VideoPress"), "wordpress.tv": ("Video", "WordPress.tv"),
    "loom.com": ("Video", "Loom"), "tiktok.com": ("Video", "TikTok"),
    "soundcloud.com": ("Audio", "SoundCloud"), "spotify.com": ("Audio", "Spotify"),
    "bandcamp.com": ("Audio", "Bandcamp"), "libsyn.com": ("Audio", "Libsyn"),
    "apple.com": ("Audio", "Apple"), "anchor.fm": ("Audio", "Anchor"),
    "mixcloud.com": ("Audio", "Mixcloud"), "buzzsprout.com": ("Audio", "Buzzsprout"),
    "twitter.com": ("Post", "Twitter"), "x.com": ("Post", "X"),
    "facebook.com": ("Post", "Facebook"), "linkedin.com": ("Post", "LinkedIn"),
    "instagram.com": ("Post", "Instagram"), "bsky.app": ("Post", "Bluesky"),
    "reddit.com": ("Post", "Reddit"), "threads.net": ("Post", "Threads"),
    "pinterest.com": ("Picture", "Pinterest"), "flickr.com": ("Picture", "Flickr"),
    "giphy.com": ("Picture", "Giphy"), "slideshare.net": ("Slides", "SlideShare"),
    "speakerdeck.com": ("Slides", "Speaker Deck"), "docs.google.com": ("Document", "Google Docs"),
    "scribd.com": ("Document", "Scribd"), "google.com": ("Map", "Google Maps"),
    "openstreetmap.org": ("Map", "OpenStreetMap"), "codepen.io": ("Code", "CodePen"),
    "gist.github.com": ("Code", "GitHub"), "jsfiddle.net": ("Code", "JSFiddle"),
}  # fmt: skip
# Addresses of players -> those of the pages that people visit.
_PAGES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]{6,}).*"),
     r"https://www.youtube.com/watch?v=\1"),
    (re.compile(r"https?://youtu\.be/([\w-]{6,}).*"), r"https://www.youtube.com/watch?v=\1"),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+).*"), r"https://vimeo.com/\1"),
    (re.compile(r"https?://open\.spotify\.com/embed(?:-podcast)?/([^?]+).*"),
     r"https://open.spotify.com/\1"),
    (re.compile(r"https?://embed\.ted\.com/(.*)"), r"https://www.ted.com/\1"),
    (re.compile(r"https?://(?:www\.)?dailymotion\.com/embed/(.*)"),
     r"https://www.dailymotion.com/\1"),
)  # fmt: skip
_WRAPPED = ("url", "src", "href")  # parameters of players that hold the address of what they play
_PLAYERS = frozenset("iframe video audio object embed".split())
_JSON = "data-attrs"
_URL = re.compile(r"https?://\S+")


def take_embeds(root: etree._Element, _: Post) -> list[Finding]:
    """Put a link in the place of each player, in place."""
    found: list[Finding] = []
    for holder, url, title in [*_substack(root), *_bookmarks(root), *_players(root)]:
        found.append(_finding(holder, url, title))
        _replace(holder, url, title)
    for holder, url in list(_lone_addresses(root)):
        if not any(up is root for up in holder.iterancestors()):
            continue  # went with a holder around it
        found.append(_finding(holder, url, ""))
        _replace(holder, url, "")
    return found


def page_of(url: str) -> str:
    """The address for people of what a player plays."""
    url = f"https:{url}" if url.startswith("//") else url.strip()
    try:
        given = parse_qs(urlsplit(url).query)
    except ValueError:
        return url
    inner = next((given[name][0] for name in _WRAPPED if given.get(name)), "")
    if inner.startswith("http") and "embed" not in urlsplit(inner).path:
        return inner
    for pattern, page in _PAGES:
        if pattern.fullmatch(url):
            return pattern.sub(page, url)
    return url


def title_of(url: str, title: str) -> str:
    """The words of a link to an embed."""
    kind, site = host_of(url) or ("", "")
    title = re.sub(
        r"(?i)^(embedded (content|post)|(youtube|vimeo) video player|player)$", "", title
    )
    if title and kind:
        return title if kind.lower() in title.lower() else f"{kind}: {title}"
    if kind:
        return f"{kind} on {site}"
    return title or f"Embedded page at {urlsplit(url).hostname or url}"


def host_of(url: str) -> tuple[str, str] | None:
    """What is at an address, and the name of its site; None if it is not known."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return next(
        (row for end, row in HOSTS.items() if host == end or host.endswith(f".{end}")), None
    )


def _players(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Players of HTML, by the outermost element that holds nothing else."""
    for player in list(root.iter(*sorted(_PLAYERS))):
        if any(up.tag in _PLAYERS for up in player.iterancestors()):
            continue
        url = page_of(_source(player))
        title = fold(player.get("title") or player.get("aria-label") or "")
        yield _alone(player), url, title


def _source(player: etree._Element) -> str:
    names = ("src", "data-src", "data-lazy-src", "data", "href", "poster")
    given = [player.get(name) for name in names]
    inner = [e.get("src") or e.get("data-src") for e in player.iter("source", "embed", "iframe")]
    named = [e.get("value") for e in player.iter("param") if e.get("name") in {"movie", "src"}]
    return next((url for url in [*given, *inner, *named] if url and url != "about:blank"), "")


def _alone(element: etree._Element) -> etree._Element:
    """The outermost holder of an element that holds nothing else to read but a caption."""
    holder = element
    for up in element.iterancestors():
        other = [c for c in up if c is not holder and isinstance(c.tag, str)]
        if up.tag == "body" or any(c.tag != "figcaption" for c in other):
            break
        if up.tag not in {"p", "div", "figure", "span", "center"} or _has_own_text(up):
            break
        if other and up.tag != "figure":
            break
        holder = up
    return holder


def _has_own_text(element: etree._Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return any((text or "").strip() for text in texts)


def _substack(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Boxes whose content is in an attribute, as Substack stores them."""
    for box in list(root.iter("div")):
        if box.get(_JSON) and not xhtml.text_of(box) and box.getparent() is not None:
            data = _json(box.get(_JSON, ""))
            url = str(data.get("url") or data.get("canonical_url") or "")
            if data.get("videoId"):
                url = f"https://www.youtube.com/watch?v={data['videoId']}"
            if "tweet" in classes_of(box) and data.get("full_text"):
                _tweet(box, data, url)
            elif url:
                title = data.get("title") or data.get("name") or data.get("publication_name")
                yield box, url, fold(str(title or ""))


def _json(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _tweet(box: etree._Element, data: dict[str, Any], url: str) -> None:
    """Words that were said elsewhere are a quotation."""
    box.tag = "blockquote"
    box.attrib.clear()
    for line in filter(None, map(str.strip, str(data["full_text"]).split("\n"))):
        etree.SubElement(box, "p").text = line
    source = etree.SubElement(box, "p")
    source.text = "— "
    link = etree.SubElement(source, "a", {"href": url}) if url else source
    link.text = (link.text or "") + str(data.get("name") or data.get("username") or "Twitter")


def _bookmarks(root: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """Cards with title, summary and picture of a page (Ghost), and previews of posts (Medium)."""
    for card in list(root.iter("figure", "div")):
        link = card.find(".//a")
        if link is None or card.getparent() is None:
            continue
        if classes_of(card) & {"kg-bookmark-card", "graf--mixtapeembed", "digest-post-embed"}:
            titled = next((e for e in card.iter("div", "strong", "h3") if _is_title(e)), link)
            yield card, link.get("href", ""), xhtml.text_of(titled)


def _is_title(element: etree._Element) -> bool:
    named = {"kg-bookmark-title", "markup--mixtapeembed-strong"}
    return element.tag == "strong" or bool(classes_of(element) & named)


def _lone_addresses(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Addresses alone in a paragraph, which WordPress and Ghost show as players."""
    for block in list(root.iter("p", "div", "figure")):
        text = xhtml.text_of(block)
        embedded = "wp-block-embed" in classes_of(block)
        wrapper = next((c for c in block if c.tag == "div"), None)
        inner = xhtml.text_of(wrapper) if embedded and wrapper is not None else text
        if not _URL.fullmatch(inner) or (len(block) and not embedded and block.find("a") is None):
            continue
        if block.getparent() is not None and (embedded or host_of(inner)) and _is_bare(block):
            yield block, page_of(inner)


def _is_bare(block: etree._Element) -> bool:
    """Whether a block holds no picture and no other block than a caption."""
    return not any(
        e.tag in {"img", "p", "li"} for e in block.iter(etree.Element) if e is not block
    )


def _replace(holder: etree._Element, url: str, title: str) -> None:
    """A link in the place of an embed, its caption behind it."""
    caption = holder.find(".//figcaption") if holder.tag == "figure" else None
    inline = holder.tag in _PLAYERS and holder.getparent() is not None and _in_line(holder)
    link = etree.Element("a", {"href": url})
    link.text = title_of(url, title)
    made = link if inline else etree.Element("p")
    if not inline:
        made.append(link)
        if caption is not None and xhtml.text_of(caption):
            link.tail = ". "
            caption.tag = "span"
            caption.tail = None
            made.append(caption)
    if not url:
        xhtml.remove(holder)
        return
    made.tail, holder.tail = holder.tail, None
    parent = holder.getparent()
    if parent is not None:
        parent.replace(holder, made)


def _in_line(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag not in {"body", "div", "section", "article", "figure"}


def _finding(holder: etree._Element, url: str, title: str) -> Finding:
    if not url:
        return Finding("dropped", "embed without an address", first_words(holder))
    return Finding("not-carried", "embed, now a link", f"{title_of(url, title)}: {url}")
