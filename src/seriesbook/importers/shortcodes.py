"""WordPress shortcodes → HTML: captions, galleries, notes, embeds, code; the rest is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

from seriesbook.importers.htmltree import first_words
from seriesbook.importers.inlinenotes import INLINE
from seriesbook.importers.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_NAME = r"[a-z][\w-]{0,40}"
_ATTRS = r"(?:\s(?:[^\[\]\"'<>]|\"[^\"]*\"|'[^']*'|“[^”]*”)*?)?"
_CODE = re.compile(rf"\[(?P<open>\[?)(?P<name>{_NAME})(?P<attrs>{_ATTRS})\s*(?P<self>/?)\]", re.I)
_ATTR = re.compile(
    r"([\w-]+)\s*=\s*(?:[\"“”″]([^\"“”″]*)[\"“”″]|'([^']*)'|([^\s\"'\]]+))|[\"“]([^\"”]+)[\"”]|(\S+)"
)
_KEPT = re.compile(r"(<(pre|code|script|style|textarea)\b.*?</\2\s*>)", re.I | re.S)
_NUMBERED = re.compile(r"\s?\[(\d{1,3})\.\s+([^\[\]]{3,2000}?)\]")  # FD Footnotes
_DOUBLE = re.compile(r"\s?\(\((?=[^()\s])((?:[^()]|\([^()]*\)){3,2000}?)\)\)")  # Footnotes (MCI)
_LATEX = re.compile(r"\$latex\s(.+?)\$", re.S)
_CAPTION_IMAGE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)", re.S | re.I)

NOTES = frozenset(
    "efn_note mfn modern_footnote ref fn footnote footnotes_note note sidenote sidenotes "
    "annotation ftn endnote zotpressfootnote simple_footnote easyfootnote".split()
)
NOTE_PLACES = frozenset(
    "footnotes footnote_list display_footnotes efn_reference footnotes-list references reflist "
    "easy_footnotes endnotes notes sidenotes_list".split()
)
_EMBEDS = frozenset(
    "embed youtube vimeo video audio wpvideo playlist soundcloud tweet twitter instagram ted "
    "dailymotion spotify bandcamp facebook googlemaps googlevideo slideshare scribd tiktok "
    "wp_video wp_audio vine kickstarter polldaddy archives gist".split()
)
_DROPPED = {
    "contact-form": "form", "contact-form-7": "form", "contact-field": "form",
    "gravityform": "form", "wpforms": "form", "mc4wp_form": "subscribe box",
    "jetpack_subscription_form": "subscribe box", "subscribe2": "subscribe box",
    "blog_subscription_form": "subscribe box", "mailpoet_form": "subscribe box",
    "addtoany": "share buttons", "sharethis": "share buttons", "jetpack-related-posts":
    "related posts", "display-posts": "related posts", "recent-posts": "related posts",
    "poll": "poll", "ad": "advertising", "adsense": "advertising", "toc": "table of contents",
    "ez-toc": "table of contents", "lwptoc": "table of contents",
}  # fmt: skip
_WRAPPERS = re.compile(
    r"(?:su|et_pb|vc|fusion|av|fl|tatsu|cs|x|mk|kt|one|two)_\w+|columns?\w*|one[_-]half|row|"
    r"dropcap|highlight|lead|center|left|right|div|section|tabs?|accordion\w*|toggle|box|button|"
    r"intro|clear|divider|spacer|hr"
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a WordPress library."""

    url: str
    alt: str = ""
    caption: str = ""
    parent: str = ""


@dataclass(slots=True)
class Shortcodes:
    """Expands the shortcodes of one post. `library` holds the attachments by id."""

    library: Mapping[str, Attachment] = field(default_factory=dict)
    post_id: str = ""
    findings: list[Finding] = field(default_factory=list)

    def expand(self, html: str) -> str:
        """The text with HTML in place of its shortcodes; code is left alone."""
        if "[" not in html and "((" not in html and "$latex" not in html:
            return html
        held: list[str] = []

        def hold(match: re.Match[str]) -> str:
            held.append(match[0])
            return f"\ue000{len(held) - 1}\ue001"

        text = self._expand(_KEPT.sub(hold, html), 0)
        text = self._notes(text)
        return re.sub("\ue000(\\d+)\ue001", lambda m: held[int(m[1])], text)

    def _expand(self, html: str, depth: int) -> str:
        pieces, at = [], 0
        while match := _CODE.search(html, at):
            pieces.append(html[at : match.start()])
            name = match["name"].lower()
            if match["open"]:  # [[name]] shows the code itself
                end = html.find("]]", match.start())
                stop = end + 2 if end >= 0 else match.end()
                pieces.append(html[match.start() + 1 : stop - 1])
                at = stop
                continue
            closing = re.compile(rf"\[/{re.escape(name)}\s*\]", re.I)
            close = None if match["self"] or depth > 20 else closing.search(html, match.end())
            content = html[match.end() : close.start()] if close else ""
            made = self._one(name, _attributes(match["attrs"]), content, closed=bool(close))
            if made is None:
                pieces.append(match[0])
                at = match.end()
                continue
            raw = name in {"code", "sourcecode", "php", "highlight_code"}
            pieces.append(made if raw or depth > 20 else self._expand(made, depth + 1))
            at = close.end() if close else match.end()
        return "".join([*pieces, html[at:]])

    def _one(self, name: str, given: dict[str, str], content: str, *, closed: bool) -> str | None:
        """HTML for one shortcode; None if it is none, but the author's own brackets."""
        if name in NOTES and closed:
            return f'<span {INLINE}="">{content.strip()}</span>'
        if name in NOTE_PLACES and not content:
            return ""
        if name in _HANDLERS:
            return _HANDLERS[name](self, given, content)
        if name in _EMBEDS and (given or content):
            return _embed(name, given, content)
        return self._other(name, given, content, closed=closed)

    def _other(
        self, name: str, given: dict[str, str], content: str, *, closed: bool
    ) -> str | None:
        """What is known to be no text, and what is not known: its text is kept."""
        if name in _DROPPED and (given or closed or not name.isalpha()):
            self.findings.append(Finding("dropped", _DROPPED[name], first_words(_bare(content))))
            return ""
        named = any(not key.isdecimal() for key in given)
        bare = sum(key.isdecimal() for key in given)
        if not closed and (not named or bare > 1):  # a sentence in brackets
            return None
        if not (closed and _WRAPPERS.fullmatch(name)):
            what = f"shortcode [{name}]" + (", its text kept" if content.strip() else "")
            self.findings.append(Finding("not-carried", what, first_words(_bare(content))))
        return content

    def caption(self, given: dict[str, str], content: str) -> str:
        """A picture and the words under it."""
        match = _CAPTION_IMAGE.match(content)
        words = given.get("caption", "") or (match[2].strip() if match else "")
        shown = match[1] if match else content
        return f"\n\n<figure>{shown}<figcaption>{words}</figcaption></figure>\n\n"

    def gallery(self, given: dict[str, str], _: str) -> str:
        """The pictures of a gallery, each with its caption."""
        listed = given.get("ids") or given.get("include") or ""
        ids = [i for i in re.split(r"[\s,]+", listed) if i]
        excluded = set(re.split(r"[\s,]+", given.get("exclude", "")))
        if not ids:
            ids = [
                i for i, a in self.library.items()
                if a.parent and a.parent == self.post_id and i not in excluded
            ]  # fmt: skip
        found = [self.library[i] for i in ids if i in self.library]
        missing = len(ids) - len(found)
        if missing or not ids:
            what = "picture of a gallery that the export does not hold"
            self.findings.append(Finding("unreachable", what, f"ids {listed}", count=missing or 1))
        return "\n\n" + "\n\n".join(map(_figure, found)) + "\n\n"

    def code(self, given: dict[str, str], content: str) -> str:
        """A listing."""
        language = given.get("language") or given.get("lang") or given.get("0") or ""
        text = escape(unescape(re.sub(r"<br\s*/?>", "\n", content)).strip("\n"), quote=False)
        name = f' class="language-{escape(language)}"' if language else ""
        return f"\n\n<pre><code{name}>{text}</code></pre>\n\n"

    def pull(self, _: dict[str, str], content: str) -> str:
        """A pull quote."""
        return f'\n\n<blockquote class="pullquote">{content}</blockquote>\n\n'

    def quote(self, given: dict[str, str], content: str) -> str:
        """A quotation."""
        cite = given.get("cite") or given.get("author") or given.get("source") or ""
        return (
            f"\n\n<blockquote>{content}{f'<cite>{cite}</cite>' if cite else ''}</blockquote>\n\n"
        )

    def latex(self, _: dict[str, str], content: str) -> str:
        """A formula, as its author typed it."""
        self.findings.append(Finding("not-carried", "formula, kept as TeX", content.strip()[:60]))
        return f"<code>{escape(unescape(content.strip()))}</code>"

    def _notes(self, text: str) -> str:
        """Notes in square brackets with a number, and in double round ones."""

        def note(match: re.Match[str]) -> str:
            words = match[match.re.groups]
            self.findings.append(
                Finding("guessed", "note in brackets of a plugin", first_words(_bare(words)))
            )
            return f'<span {INLINE}="">{words.strip()}</span>'

        for pattern in (_NUMBERED, _DOUBLE):
            text = pattern.sub(note, text)
        return _LATEX.sub(lambda m: self.latex({}, m[1]), text)


_HANDLERS: dict[str, Callable[[Shortcodes, dict[str, str], str], str]] = {
    "caption": Shortcodes.caption,
    "wp_caption": Shortcodes.caption,
    "gallery": Shortcodes.gallery,
    "code": Shortcodes.code,
    "sourcecode": Shortcodes.code,
    "php": Shortcodes.code,
    "pullquote": Shortcodes.pull,
    "pull_quote": Shortcodes.pull,
    "blockquote": Shortcodes.quote,
    "quote": Shortcodes.quote,
    "latex": Shortcodes.latex,
}


def _attributes(text: str) -> dict[str, str]:
    """Attributes by name; those without one by their place."""
    found: dict[str, str] = {}
    for index, match in enumerate(_ATTR.finditer(text)):
        name, *values = match.groups()
        value = next((v for v in values if v is not None), "")
        found[name.lower() if name else str(index)] = unescape(value)
    return found


def _embed(name: str, given: dict[str, str], content: str) -> str:
    urls = [content.strip(), *given.values()]
    url = next((u for u in urls if re.match(r"(?:https?:)?//\S+$", u)), "")
    if not url:
        return f"<p>{content}</p>" if content.strip() else ""
    tag = "video" if name in {"video", "wpvideo", "audio", "playlist"} else "iframe"
    title = escape(given.get("title", "") or given.get("caption", ""))
    return f'\n\n<p><{tag} src="{escape(url)}" title="{title}"></{tag}></p>\n\n'


def _figure(attachment: Attachment) -> str:
    caption = f"<figcaption>{attachment.caption}</figcaption>" if attachment.caption else ""
    image = f'<img src="{escape(attachment.url)}" alt="{escape(attachment.alt)}"/>'
    return f"<figure>{image}{caption}</figure>"


def _bare(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))
