"""Lexical, the format of Ghost's editor since 2023: JSON → HTML."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# Bits of a text's format (Lexical's LexicalConstants.ts), outermost first.
_FORMATS = (
    (16, "code"), (32, "sub"), (64, "sup"), (4, "s"), (8, "u"), (2, "em"), (1, "strong"),
)  # fmt: skip


# Levels that are written as such; Python itself goes no deeper than some three hundred.
_DEEPEST = 100


def lexical_to_html(text: str) -> str:
    """The HTML of a document; '' if it is none."""
    try:
        root = json.loads(text)["root"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return _children(root, 0) if isinstance(root, dict) else ""


def _children(node: dict[str, Any], depth: int) -> str:
    found = node.get("children")
    if not isinstance(found, list):
        return ""
    if depth > _DEEPEST:
        return f"<p>{escape(_words(node), quote=False)}</p>"
    return "".join(_node(child, depth + 1) for child in found if isinstance(child, dict))


def _words(node: dict[str, Any]) -> str:
    """All text within a node, however deep."""
    words: list[str] = []
    todo: list[Any] = [node]
    while todo:
        one = todo.pop()
        if isinstance(one, dict):
            words.append(_said(one, "text"))
            children = one.get("children")
            todo += reversed(children) if isinstance(children, list) else ()
    return " ".join(filter(None, words))


def _node(node: dict[str, Any], depth: int) -> str:
    kind = str(node.get("type", ""))
    card = CARDS.get(kind)
    if card:
        return card(node)
    writer = _NODES.get(kind)
    return writer(node, depth) if writer else _children(node, depth)


def _text(node: dict[str, Any], _: int) -> str:
    html = escape(_said(node, "text"), quote=False)
    bits = node.get("format")
    for bit, tag in reversed(_FORMATS):
        if isinstance(bits, int) and bits & bit:
            html = f"<{tag}>{html}</{tag}>"
    return html


def _said(node: dict[str, Any], name: str) -> str:
    value = node.get(name)
    return value if isinstance(value, str) else ""


def _link(node: dict[str, Any], depth: int) -> str:
    return f'<a href="{escape(_said(node, "url"))}">{_children(node, depth)}</a>'


def _wrapped(tag: str) -> Callable[[dict[str, Any], int], str]:
    return lambda node, depth: f"<{tag}>{_children(node, depth)}</{tag}>"


def _heading(node: dict[str, Any], depth: int) -> str:
    tag = _said(node, "tag")
    tag = tag if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "h2"
    return f"<{tag}>{_children(node, depth)}</{tag}>"


def _list(node: dict[str, Any], depth: int) -> str:
    tag = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
    start = node.get("start")
    first = f' start="{start}"' if tag == "ol" and isinstance(start, int) and start > 1 else ""
    return f"<{tag}{first}>{_children(node, depth)}</{tag}>"


def _figure(inner: str, caption: str) -> str:
    under = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{inner}{under}</figure>"


def _image(card: dict[str, Any]) -> str:
    src, alt = escape(_said(card, "src")), escape(_said(card, "alt"))
    image = f'<img src="{src}" alt="{alt}"/>'
    href = _said(card, "href")
    return _figure(
        f'<a href="{escape(href)}">{image}</a>' if href else image, _said(card, "caption")
    )


def _gallery(card: dict[str, Any]) -> str:
    images = card.get("images")
    found = (
        [image for image in images if isinstance(image, dict)] if isinstance(images, list) else []
    )
    caption = _said(card, "caption")
    shown = "".join(_image(image) for image in found)
    return shown + (f"<p>{caption}</p>" if caption else "")


def _code(card: dict[str, Any]) -> str:
    name = _said(card, "language")
    language = f' class="language-{escape(name)}"' if name else ""
    code = f"<pre><code{language}>{escape(_said(card, 'code'), quote=False)}</code></pre>"
    caption = _said(card, "caption")
    return code + (f"<p>{caption}</p>" if caption else "")


def _markdown(card: dict[str, Any]) -> str:
    from markdown import markdown  # noqa: PLC0415 - seldom needed

    text = _said(card, "markdown")
    return markdown(text, extensions=["footnotes", "tables", "fenced_code", "sane_lists"])


def _embed(card: dict[str, Any]) -> str:
    metadata = card.get("metadata") if isinstance(card.get("metadata"), dict) else {}
    title = _said(metadata or {}, "title") or _said(card, "title")
    url = _said(card, "url") or _said(card, "src")
    inner = f'<iframe src="{escape(url)}" title="{escape(title)}"></iframe>'
    return _figure(inner, _said(card, "caption"))


def _bookmark(card: dict[str, Any]) -> str:
    metadata = card.get("metadata") if isinstance(card.get("metadata"), dict) else {}
    title = _said(metadata or {}, "title") or _said(card, "title") or _said(card, "url")
    link = f'<a href="{escape(_said(card, "url"))}">{escape(title)}</a>'
    return f"<p>{link}</p>"


def _callout(card: dict[str, Any]) -> str:
    text = _said(card, "calloutText")
    return f"<blockquote>{text if text.startswith('<') else f'<p>{text}</p>'}</blockquote>"


def _toggle(card: dict[str, Any]) -> str:
    return f"<p><strong>{_said(card, 'heading')}</strong></p>{_said(card, 'content')}"


def _header(card: dict[str, Any]) -> str:
    title = _said(card, "header") or _said(card, "heading")
    under = _said(card, "subheader") or _said(card, "subheading")
    return (f"<h2>{title}</h2>" if title else "") + (f"<p>{under}</p>" if under else "")


def _file(card: dict[str, Any]) -> str:
    name = _said(card, "fileTitle") or _said(card, "title") or _said(card, "fileName") or "File"
    return f'<p><a href="{escape(_said(card, "src"))}">{escape(name)}</a></p>'


def _player(card: dict[str, Any]) -> str:
    title = escape(_said(card, "title"))
    video = f'<video src="{escape(_said(card, "src"))}" title="{title}"></video>'
    return _figure(video, _said(card, "caption"))


def _button(card: dict[str, Any]) -> str:
    url = escape(_said(card, "buttonUrl"))
    text = escape(_said(card, "buttonText") or _said(card, "buttonUrl"))
    return f'<div class="kg-button-card"><a href="{url}">{text}</a></div>'


def _signup(_: dict[str, Any]) -> str:
    return '<div class="kg-signup-card">Sign up</div>'


CARDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "image": _image, "gallery": _gallery, "codeblock": _code, "code": _code, "html":
    lambda card: _said(card, "html"), "markdown": _markdown, "card-markdown": _markdown,
    "embed": _embed, "bookmark": _bookmark, "callout": _callout, "toggle": _toggle,
    "header": _header, "file": _file, "audio": _player, "video": _player, "button": _button,
    "signup": _signup, "email": lambda _: "", "email-cta": _signup, "paywall": lambda _: "",
    "horizontalrule": lambda _: "<hr/>", "hr": lambda _: "<hr/>", "divider": lambda _: "<hr/>",
    "product": _header, "call-to-action": _signup,
}  # fmt: skip
_NODES: dict[str, Callable[[dict[str, Any], int], str]] = {
    **dict.fromkeys(("text", "extended-text"), _text),
    **dict.fromkeys(("heading", "extended-heading"), _heading),
    **dict.fromkeys(("quote", "extended-quote", "aside"), _wrapped("blockquote")),
    **dict.fromkeys(("link", "autolink"), _link),
    "paragraph": _wrapped("p"),
    "list": _list,
    "listitem": _wrapped("li"),
    "linebreak": lambda _, __: "<br/>",
    "tab": lambda _, __: " ",
}
