"""What site generators put into Markdown: tags of Liquid and Hugo, attributes of kramdown."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from seriesbook.importers.model import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

_HELD = re.compile(
    r"(^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^[ \t]*(?P=fence)[`~]*[ \t]*$|`[^`\n]+`)",
    re.M | re.S,
)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.S)
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{#.*?#\}", re.S)
_LIQUID_CODE = re.compile(
    r"\{%-?\s*highlight\s+([\w+-]+)[^%]*-?%\}\n?(.*?)\{%-?\s*endhighlight\s*-?%\}", re.S
)
_HUGO_CODE = re.compile(
    r"\{\{[<%]\s*highlight\s+\"?([\w+-]+)\"?.*?[>%]\}\}\n?(.*?)\{\{[<%]\s*/\s*highlight\s*[>%]\}\}",
    re.S,
)
_LIQUID_LINK = re.compile(r"\{%-?\s*(?:post_url|link)\s+[\"']?([^\s\"'%]+)[\"']?\s*-?%\}")
_HUGO_LINK = re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+\"?([^\"\s>%]+)\"?\s*[>%]\}\}")
_VALUE = re.compile(r"\{\{-?\s*[\"']([^\"']*)[\"']\s*(?:\|[^}]*)?-?\}\}")
_BASE = re.compile(
    r"\{\{-?\s*(?:site\.(?:base)?url|base_?url|\.Site\.BaseURL)\s*(?:\|[^}]*)?-?\}\}/?"
)
_TAG = re.compile(r"\{%-?\s*(/?\w+)(.*?)-?%\}", re.S)
_HUGO_TAG = re.compile(r"\{\{[<%]\s*(/?)\s*([\w./-]+)(.*?)/?\s*[>%]\}\}", re.S)
_ARGUMENT = re.compile(r"(?:([\w-]+)\s*=\s*)?(?:\"([^\"]*)\"|'([^']*)'|([^\s,\"'=]+))")
_BLOCK_ATTRIBUTES = re.compile(r"^[ \t]*\{:[^}\n]*\}[ \t]*$\n?", re.M)
_INLINE_ATTRIBUTES = re.compile(r"(?<=[)*_`\]])\{:[^}\n]*\}")
_TOC = re.compile(
    r"^[ \t]*(?:[*+-]|\d+\.)\s*(?:TOC|toc|Table of contents)[^\n]*\n\{:\s*toc[^}\n]*\}", re.M
)
_NAMED = re.compile(r"^(#{1,6}[ \t].*?)[ \t]*\{:?[ \t]*#([\w:.-]+)[^}\n]*\}[ \t]*$", re.M)
_MORE = re.compile(r"<!--\s*(?:more|excerpt|truncate|summary|endexcerpt)\s*-->", re.I)
_PICTURES = frozenset({"image", "figure", "img", "picture", "responsive_image", "figure.html"})
_PLAYERS: dict[str, str] = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "gist": "https://gist.github.com/{}",
    "spotify": "https://open.spotify.com/{}",
}
# Tags that only steer the generator.
_SILENT = frozenset(
    "if elsif elif else endif unless endunless for endfor assign set endset capture endcapture "
    "case when endcase break continue increment layout extends block endblock".split()
)


def mend_markdown(text: str) -> tuple[str, list[Finding]]:
    """Markdown without the tags of generators, and what of them is not carried over."""
    findings: list[Finding] = []
    text = _LIQUID_CODE.sub(_fence, _HUGO_CODE.sub(_fence, text))
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue000{len(held) - 1}\ue001"

    def hold_raw(match: re.Match[str]) -> str:
        held.append(match[1].strip("\n") if "\n" in match[1].strip() else match[1])
        return f"\ue000{len(held) - 1}\ue001"

    text = _RAW.sub(hold_raw, _HELD.sub(hold, text))
    for pattern, new in _PLAIN:
        text = pattern.sub(new, text)
    text = _TAG.sub(lambda m: _tag(m[1], m[2], findings), text)
    text = _HUGO_TAG.sub(lambda m: _tag(m[1] + m[2], m[3], findings), text)
    while "\ue000" in text:
        text = re.sub("\ue000(\\d+)\ue001", lambda m: held[int(m[1])], text)
    return text, findings


_PLAIN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (_COMMENT, ""),
    (_LIQUID_LINK, lambda m: _file(m[1])),
    (_HUGO_LINK, lambda m: _file(m[1])),
    (_VALUE, lambda m: m[1]),
    (_BASE, "/"),
    (_TOC, ""),
    (_NAMED, r'\1 <a id="\2"></a>'),
    (_BLOCK_ATTRIBUTES, ""),
    (_INLINE_ATTRIBUTES, ""),
    (_MORE, ""),
)


def _file(name: str) -> str:
    """The name of a post's file, as a link to it."""
    return name if re.search(r"\.\w+$|/$|#", name) else f"{name}.md"


def _fence(match: re.Match[str]) -> str:
    code = match[2].rstrip("\n")
    mark = "```" if "```" not in code else "~~~~"
    return f"{mark}{match[1]}\n{code}\n{mark}"


def _tag(name: str, rest: str, findings: list[Finding]) -> str:
    """What stands for a tag: a picture, a link, or nothing."""
    bare = name.strip("/").lower()
    given = _arguments(rest)
    if bare in {"include", "include_relative", "render", "partial"} and given.get("0"):
        bare = given["0"].rpartition("/")[2].partition(".")[0].lower()
        given = {"0": given.get("1", ""), **{k: v for k, v in given.items() if not k.isdecimal()}}
    if bare in _SILENT or name.startswith("/") or bare.startswith("end"):
        return ""
    if bare in _PICTURES or given.get("src") or given.get("image_path"):
        made = _picture(given)
        if made:
            return made
    key = given.get("id") or given.get("0") or ""
    player = next((url for site, url in _PLAYERS.items() if site in bare), "")
    if player and key:
        url = key if key.startswith("http") else player.format(key)
        return f'\n\n<iframe src="{escape(url)}"></iframe>\n\n'
    findings.append(
        Finding("not-carried", f"tag of the site generator: {bare}", rest.strip()[:60])
    )
    return ""


def _picture(given: dict[str, str]) -> str:
    source = (
        given.get("src") or given.get("url") or given.get("image_path") or given.get("0") or ""
    )
    if not source:
        return ""
    alt = given.get("alt") or given.get("1") or ""
    caption = given.get("caption") or given.get("title") or ""
    image = f'<img src="{escape(source)}" alt="{escape(alt)}"/>'
    if not caption:
        return image
    return f"\n\n<figure>{image}<figcaption>{caption}</figcaption></figure>\n\n"


def _arguments(rest: str) -> dict[str, str]:
    """Arguments of a tag by name; those without one by their place."""
    found: dict[str, str] = {}
    for match in _ARGUMENT.finditer(rest):
        value = next((v for v in match.groups()[1:] if v is not None), "")
        places = sum(key.isdecimal() for key in found)
        found[match[1] or str(places)] = value
    return found
