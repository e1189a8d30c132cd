"""What the engine said, in words that help an author: nothing that it says is lost.

Each kind of message is a row: what it means, and how to find its place. What is said of a
stylesheet has a line in it, or is about something that can be looked for there; what is said of
a page is about an element that the page has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from lxml import etree

from seriesbook import xhtml
from seriesbook.problems import Problem, Where, in_a_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from seriesbook.codes import Code
    from seriesbook.problems import Severity
    from seriesbook.rendition import Page
    from seriesbook.sheets import Message
    from seriesbook.stylesheets import Origin

    _Found: TypeAlias = Callable[[dict[str, str], Page | None, Origin], Where | None]


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    code: Code
    message: str
    mend: str
    severity: Severity
    place: _Found


def _at(said: dict[str, str], page: Page | None, origin: Origin) -> Where | None:
    """The place in the stylesheet that a message tells."""
    return origin.at(int(said["line"]), int(said["column"]))


def _in_theme(said: dict[str, str], page: Page | None, origin: Origin) -> Where | None:
    return origin.whole()


def _in_css(pattern: str) -> _Found:
    """Where the stylesheet has something; words of the message stand in it in braces."""

    def found(said: dict[str, str], page: Page | None, origin: Origin) -> Where | None:
        words = {key: re.escape(value) for key, value in said.items()}
        return origin.holding(re.sub(r"<(\w+)>", lambda name: words[name[1]], pattern))

    return found


def _in_page(path: str) -> _Found:
    """Where the page has an element that an XPath with the message's words finds."""
    find = etree.XPath(path, namespaces={"h": xhtml.XHTML, "s": xhtml.SVG})

    def found(said: dict[str, str], page: Page | None, origin: Origin) -> Where | None:
        if page is None:
            return None
        elements = cast("list[etree._Element]", find(xhtml.parse_document(page.xhtml), **said))
        lines = (line for element in elements if (line := xhtml.line_of(element)))
        return Where(page.where.path, next(lines, page.where.line))

    return found


def _either(*ways: _Found) -> _Found:
    """The first place that one of several ways finds."""

    def found(said: dict[str, str], page: Page | None, origin: Origin) -> Where | None:
        places = (way(said, page, origin) for way in ways)
        return next((place for place in places if place), None)

    return found


_PLACE = r"(?P<line>\d+):(?P<column>\d+)"
_ADDRESS = r"(?:https://book\.invalid/)?(?P<href>[^']*?)"
NO_GLYPH = re.compile(r"\.notdef glyph rendered .*?: \"(?P<char>.*)\" \((?P<code>U\+[0-9A-F]+)\)",
                      re.DOTALL)  # fmt: skip
_REMOVE = "Remove it, or keep it for e-books in epub.css."
_FONT, _OTHER = "the font {font} can't be used as it is.", "Name another version of it there."
# What `theme` says too of CSS that is none, in the same words, so that it is told once.
UNREADABLE = "the stylesheet can't be read here: {why}."
MEND_CSS = "Look for a brace, colon or semicolon that is missing here or before."
_PICTURE = _either(_in_page("//h:img[@src=$href]"), _in_css("<href>"))


def _row(
    pattern: str | re.Pattern[str], code: Code, message: str, mend: str, place: _Found,
    severity: Severity = "warning",
) -> _Rule:  # fmt: skip
    made = re.compile(pattern, re.DOTALL) if isinstance(pattern, str) else pattern
    return _Rule(made, code, message, mend, severity, place)


_RULES = (
    _row(rf"Failed to load image at '{_ADDRESS}': LookupError", "image-missing",
         "the image {href} is not part of the book.",
         "Put the file into the series folder and correct its path.", _PICTURE, "error"),
    _row(rf"Failed to (?:load|render)(?: SVG)? image (?:at )?'?{_ADDRESS}'?(?:: .*)?$",
         "image-broken", "the image {href} can't be drawn.",
         "Save it again in another program, or use PNG or JPEG.", _PICTURE, "error"),
    _row(r"Failed to load inline SVG", "image-broken", "a drawing in the text can't be drawn.",
         "Save it as a file and show it as a picture.", _in_page("//s:svg"), "error"),
    _row(r"Failed to apply CSS rule in SVG rule", "image-broken",
         "a style inside a drawing can't be read and was passed over.",
         "Save the drawing as plain SVG, with its colours as attributes.",
         _in_page("//h:img[contains(@src, '.svg')] | //s:svg")),
    _row(r"Unknown image mode: (?P<mode>.+)", "image-broken",
         "a picture has colours of the kind {mode}, which were guessed.",
         "Save it again as RGB or grey.", _in_page("//h:img")),
    _row(NO_GLYPH, "glyph-missing", "no font of the theme has the character {char} ({code}).",
         "Choose a theme whose fonts have it, or write it differently.", _in_css("<char>")),
    _row(r"No anchor #(?P<id>.*) for internal URI reference", "link-dead",
         "a link leads to #{id}, which is not on any page.", "Correct the link or remove it.",
         _in_page("//h:a[@href=concat('#', $id)]"), "error"),
    _row(r"Content discarded: target points to undefined anchor '(?P<id>.*)'", "link-dead",
         "the page number of #{id} is asked for, which is not on any page.",
         "Correct the link or remove it.", _in_css(r"target-(?:counter|text)"), "error"),
    _row(r"Anchor defined twice: '(?P<id>.*)'", "id-duplicate",
         "two places on the pages have the id {id}.", "Give one of them another id.",
         _in_page("//*[@id=$id]")),
    _row(r"This row has more columns than the table, ignored (?P<number>\d+) cells", "layout",
         "a row of a table is longer than its first row, and {number} cells of it are not shown.",
         "Give all rows the same number of cells; a theme with table-layout: fixed needs it.",
         _in_page("//h:table[.//h:tr[count(*) > count((ancestor::h:table[1]//h:tr)[1]/*)]]"),
         "error"),
    # Stylesheets
    _row(rf"(?:Ignored|Deprecated) `(?P<what>.*)` at {_PLACE}, (?P<why>.*)\.$", "css-ignored",
         "the theme's stylesheet has `{what}`: {why}.", _REMOVE, _at),
    _row(rf"Parse error at {_PLACE}: (?P<why>.*)$", "css-ignored", UNREADABLE, MEND_CSS, _at),
    _row(rf"Error: (?P<why>.*) at {_PLACE}\.$", "css-ignored", UNREADABLE, MEND_CSS, _at),
    _row(rf"(?P<what>.*?),? the whole (?P<rule>@[\w-]+ )?rule was ignored at {_PLACE}\.",
         "css-ignored", "a rule of the stylesheet was passed over: {what}.", _REMOVE, _at),
    _row(rf"(?:Unknown|Empty|Unknown empty)(?: @page)? rule .*?@(?P<rule>[\w-]+).* at {_PLACE}",
         "css-ignored",
         "the stylesheet has a rule @{rule} that pages don't know here.", _REMOVE, _at),
    _row(rf"(?P<what>.*) at {_PLACE}(?P<more>.*)$", "css-ignored",
         "the stylesheet is not understood here: {what}{more}.", _REMOVE, _at),
    _row(r"Expected a media type, got '(?P<what>.*)'", "css-ignored",
         "`@media {what}` is not understood, and its rules were passed over.",
         "Pages know `@media print`; put what is for screens into epub.css.",
         _in_css("@media[^{]*<what>")),
    _row(r"Invalid or unsupported selector, '(?P<what>.*?)\s*'(?P<why>.*)$", "css-ignored",
         "the selector `{what}` is not understood{why}, and its rule was passed over.", _REMOVE,
         _in_css("<what>")),
    _row(r"(?P<what>Subgrids) are unsupported", "layout",
         "a grid in a grid (subgrid) can't be set.", "Set it another way.", _in_css("subgrid")),
    _row(r'"auto-fit" and "auto-fill" are unsupported', "layout",
         "auto-fit and auto-fill can't be set.", "Give the number of columns.",
         _in_css("auto-fi(?:t|ll)")),
    _row(r"Baseline alignment is not supported for grid", "layout",
         "a grid can't be aligned by baselines.", "Align it by start, end or center.",
         _in_css(r"baseline")),
    _row(r"Inline grids are not supported", "layout", "a grid can't stand within a line.",
         "Use display: grid.", _in_css("inline-grid")),
    _row(r"Only strings are allowed for content attr\(\) functions, not (?P<what>.*)", "layout",
         "attr() can print texts alone, not {what}.", "Name the attribute alone.",
         _in_css(r"attr\(")),
    _row(r'"(?P<what>string|element)\((?P<name>[^)]*)\)" is only allowed in page margins',
         "layout", "{what}({name}) can stand in page margins alone.", "Move it into @page.",
         _either(_in_css(r"(?<!running-)<what>\("), _in_css("<what>"))),
    _row(r"Unable to compute content: (?P<what>.*)", "layout",
         "content that can't be made: {what}.",
         "Write it in another way.", _in_css(r"(?<![\w-])content\s*:")),
    _row(r"(?P<unit>\S+) unit resolved before first page", "layout",
         "a length in {unit} is needed before there is a page.", "Use pt, em or rlh.",
         _in_css(r"(?i)\d<unit>")),
    _row(r"Unsupported color space (?P<name>[^,]*)", "layout",
         "the colour space {name} is not known; sRGB was taken.", "Name colours in sRGB.",
         _in_css("<name>")),
    _row(r"Font-face '(?P<font>.*)' cannot be loaded", "font-broken", _FONT, _OTHER, _in_theme),
    _row(r"Please install HarfBuzz .* to display (?P<font>.*) COLR emoji", "font-broken", _FONT,
         _OTHER, _in_theme),
    _row(r'[^"]*(?:subset|instantiate|save|font|glyph|bitmap)[^"]*"(?P<font>[^"]*)"',
         "font-broken", _FONT, _OTHER, _in_theme),
)  # fmt: skip
# What is said of a part of a stylesheet while a page is set: where its value begins.
_LATE = re.compile(rf"Ignored `(?P<name>[\w-]+): .*` at {_PLACE}, ", re.DOTALL)


def problems_of(
    messages: Iterable[Message],
    page: Page | None,
    origin: Origin,
    told: frozenset[str] = frozenset(),
    document: Where | None = None,
) -> tuple[Problem, ...]:
    """Turn an engine's messages into problems at places of the author's, or of the theme's.

    Args:
        messages: what was said while the page was set, and of its stylesheet.
        page: what was set; None for what the theme alone has made.
        origin: the stylesheet.
        told: characters whose missing glyphs were told with their lines.
        document: where the page comes from, if not from its own place.
    """
    here = document or (page.where if page else origin.whole())
    return tuple(_problems(messages, page, origin, told, here))


def _problems(
    messages: Iterable[Message],
    page: Page | None,
    origin: Origin,
    told: frozenset[str],
    document: Where,
) -> Iterator[Problem]:
    for message in messages:
        rule, said = _understood(message)
        if said.get("char", "") in told:
            continue
        usual = origin.whole() if message.about == "css" else document
        if rule is None:
            text = f'the engine that sets pages noticed something ("{said["text"]}").'
            mend = "Look at the pages; if nothing is wrong, nothing needs to be done."
            yield Problem(usual, "layout", text, mend, message.level)
            continue
        styled = rule.place is not _at or message.about == "css" or _is_late(message, origin)
        where = rule.place(said, page, origin) if styled else None
        text = rule.message.format(**said)
        yield Problem(where or usual, rule.code, text, rule.mend, rule.severity)


def _understood(message: Message) -> tuple[_Rule | None, dict[str, str]]:
    for rule in _RULES:
        if match := rule.pattern.match(message.text):
            said = match.groupdict("")
            return rule, {k: v if k == "char" else in_a_sentence(v) for k, v in said.items()}
    plain = message.text.replace("https://book.invalid/", "")
    return None, {"text": in_a_sentence(plain)}


def _is_late(message: Message, origin: Origin) -> bool:
    """Whether what is said while a page is set is said of its stylesheet, not of an element's."""
    if not (match := _LATE.match(message.text)):
        return False
    return origin.declares(int(match["line"]), int(match["column"]), match["name"])
