"""The head of an essay: front matter as its author's other tools write it, typed."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from seriesbook.heads import RawHead, read_head
from seriesbook.licenses import license_of
from seriesbook.model import Epigraph, License, Origin, Person
from seriesbook.people import persons
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.text import decode

if TYPE_CHECKING:
    from seriesbook.model import Source

BINARY = (".docx", ".odt")

# Our field: the keys that mean it in our own series, Jekyll, Hugo, Pandoc and Obsidian.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "subtitle": ("subtitle", "sub_title", "subheading", "dek"),
    "short_title": ("short_title", "shorttitle", "linktitle", "running_head", "short-title"),
    "number": ("number", "part_number", "order", "weight", "chapter"),
    "slug": ("slug", "permalink"),
    "summary": ("summary", "description", "excerpt", "abstract"),
    "author": ("author", "authors", "by"),
    "editor": ("editor", "editors"),
    "translator": ("translator", "translators"),
    "illustrator": ("illustrator", "illustrators"),
    "date": ("date", "published", "publishdate", "published_at", "pubdate", "created"),
    "updated": ("updated", "lastmod", "modified", "last_modified_at", "date_updated"),
    "epigraph": ("epigraph",),
    "epigraph_source": ("epigraph_source",),
    "url": ("original_url", "canonical_url", "canonicalurl", "origin_url", "url"),
    "publication": ("publication", "first_published_in", "published_in", "venue"),
    "byline": ("byline",),
    "license": ("license", "licence", "rights"),
    "language": ("language", "lang", "locale"),
    "direction": ("dir", "direction"),
    "draft": ("draft",),
    "status": ("status",),
    "role": ("role", "type"),
    "subjects": ("tags", "keywords", "categories", "subjects", "category", "tag"),
}
# Keys of other tools that say nothing a book needs.
IGNORED = frozenset(
    "layout image images cover hero thumbnail aliases cssclass cssclasses toc math comments share "
    "series part parts id uid uuid redirect_from featured pin menu resources outputs output "
    "bibliography csl references header-includes documentclass geometry fontsize link-citations "
    "nocite format execute jupyter tumblr_url hide_table_of_contents sidebar nav_order eleventy "
    "og_image twitter_card author_profile classes sitemap robots feed cssclass publish".split()
)
_KEYS = {key: field for field, keys in FIELDS.items() for key in keys}
_SHORT_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")
_TRUE, _FALSE = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0", ""})


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a file says; '' or None where it says nothing.

    `body` is the text after it, `body_line` the line in the file where that begins. The text of
    an `epigraph` is still Markdown.
    """

    path: str
    body: str
    body_line: int = 1
    title: str = ""
    subtitle: str = ""
    short_title: str = ""
    number: str = ""
    slug: str = ""
    summary: str = ""
    role: str = ""
    language: str = ""
    direction: Literal["", "ltr", "rtl"] = ""
    draft: bool = False
    date: dt.date | None = None
    updated: dt.date | None = None
    authors: tuple[Person, ...] = ()
    origin: Origin = Origin()
    license: License | None = None
    epigraph: Epigraph | None = None
    subjects: tuple[str, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()

    def line(self, field: str) -> int | None:
        """Line of a field, by our name for it."""
        return dict(self.lines).get(field)


def split(source: Source) -> Outcome[Head]:
    """Read the head of a source; a Word or LibreOffice file has none."""
    if source.path.lower().endswith(BINARY):
        return Outcome(Head(source.path, ""))
    text = decode(source)
    raw = text.then(lambda value: read_head(source.path, value))
    outcome = _Fields(source.path, raw.value).head()
    return Outcome(outcome.value, raw.problems + outcome.problems)


class _Fields:
    """The known fields of one raw head, with the problems met in reading them."""

    def __init__(self, path: str, raw: RawHead) -> None:
        self.path = path
        self.raw = raw
        self.problems: list[Problem] = []
        self.values: dict[str, Any] = {}
        self.lines: dict[str, int] = {}
        for key, value in raw.values.items():
            self._sort_in(key, value)

    def _sort_in(self, key: str, value: Any) -> None:
        plain = key.lower().replace(" ", "_")
        field = _KEYS.get(plain) or _KEYS.get(plain.replace("-", "_"))
        line = self.raw.lines.get(key)
        if field is None:
            self._unknown(key, plain)
        elif value is None:
            return
        elif field == "date" and str(value).strip().lower() in _TRUE | _FALSE:
            self.values.setdefault("draft", "no" if str(value).lower() in _TRUE else "yes")
        elif field not in self.values:  # the first of two keys for one thing wins
            self.values[field] = value
            self.lines[field] = line or 1

    def _unknown(self, key: str, plain: str) -> None:
        if plain in IGNORED:
            return
        near = difflib.get_close_matches(plain, _KEYS, 1, cutoff=0.84)
        self.say(
            None,
            "head-key-unknown",
            f"the key {key!r} is not known; it was passed over.",
            f"Did you mean {near[0]!r}?" if near else "Remove it if you don't need it.",
            "warning" if near else "hint",
            line=self.raw.lines.get(key),
        )

    def say(
        self,
        field: str | None,
        code: str,
        message: str,
        mend: str,
        severity: Literal["error", "warning", "hint"] = "error",
        line: int | None = None,
    ) -> None:
        line = line or (self.lines.get(field) if field else None)
        self.problems.append(Problem(Where(self.path, line), code, message, mend, severity))

    def head(self) -> Outcome[Head]:
        head = Head(
            path=self.path,
            body=self.raw.body,
            body_line=self.raw.body_line,
            title=self.text("title"),
            subtitle=self.text("subtitle"),
            short_title=self.text("short_title"),
            number=self.text("number"),
            slug=self.text("slug").rstrip("/").rpartition("/")[2].removesuffix(".html"),
            summary=self.text("summary"),
            role=self.role(),
            language=self.language(),
            direction=self.direction(),
            draft=self.draft(),
            date=self.date("date"),
            updated=self.date("updated"),
            authors=self.authors(),
            origin=self.origin(),
            license=self.license(),
            epigraph=self.epigraph(),
            subjects=self.subjects(),
            lines=tuple(self.lines.items()),
        )
        return Outcome(head, tuple(self.problems))

    def text(self, field: str) -> str:
        value = self.values.get(field, "")
        if isinstance(value, list | dict):
            self.say(
                field,
                "head-value",
                f"the {field.replace('_', ' ')} must be text, but it is a list.",
                f'Write it on one line: {field}: "…"',
            )
            return ""
        return " ".join(str(value).split())

    def role(self) -> str:
        word = self.text("role").lower()
        return "" if word in {"post", "page", "article", "posts", "default"} else word

    def language(self) -> str:
        tag = self.text("language").replace("_", "-")
        if tag and not _LANGUAGE.fullmatch(tag):
            self.say(
                "language", "language-invalid", f"{tag!r} is not a language tag.",
                "Use one such as en, en-GB, fr, zh-Hant.",
            )  # fmt: skip
            return ""
        return tag

    def direction(self) -> Literal["", "ltr", "rtl"]:
        word = self.text("direction").lower()
        if word not in {"", "ltr", "rtl"}:
            self.say("direction", "head-value", f"dir is {word!r}.", "Use ltr or rtl.")
            return ""
        return cast('Literal["", "ltr", "rtl"]', word)

    def draft(self) -> bool:
        if self.text("status").lower() in {"draft", "private", "hidden"}:
            return True
        word = self.text("draft").lower()
        if word not in _TRUE | _FALSE:
            self.say("draft", "head-value", f"draft is {word!r}.", "Use true or false.")
        return word in _TRUE

    def date(self, field: str) -> dt.date | None:
        value = self.values.get(field)
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date) or value is None:
            return value
        text = self.text(field)
        match = _SHORT_DATE.match(text)
        if match:
            try:
                return dt.date(*map(int, match.groups()))
            except ValueError:
                pass
        if text:
            self.say(
                field, "date-invalid", f"{text!r} is not a date.",
                "Write year, month and day: 2024-02-29.",
            )  # fmt: skip
        return None

    def authors(self) -> tuple[Person, ...]:
        found: list[Person] = []
        for role in ("author", "editor", "translator", "illustrator"):
            value = self.values.get(role)
            people = list(persons(value, role))
            if value and not people:
                self.say(
                    role, "head-value", f"the {role} has no name.",
                    f'Write {role}: "First Last", or a list of names.',
                )  # fmt: skip
            found += people
        return tuple(dict.fromkeys(found))

    def origin(self) -> Origin:
        url = self.text("url")
        if url and not re.match(r"https?://", url):
            if self.raw.values.get("original_url"):
                self.say(
                    "url", "link-scheme", f"{url!r} is not a web address.",
                    "It begins with https://.",
                )  # fmt: skip
            url = ""
        return Origin(url, self.text("publication"), self.text("byline"))

    def license(self) -> License | None:
        value = self.values.get("license")
        if isinstance(value, dict):
            name, url, text = (str(value.get(key) or "") for key in ("name", "url", "text"))
            return License("custom", name or text, url, text)
        words = self.text("license")
        if not words:
            return None
        return license_of(words) or License("custom", words, "", words)

    def epigraph(self) -> Epigraph | None:
        value = self.values.get("epigraph")
        if isinstance(value, dict):
            text = str(value.get("text") or value.get("quote") or "")
            source = str(value.get("source") or value.get("author") or "")
            return Epigraph(text.strip(), source.strip()) if text else None
        text = (
            str(value or "").strip() if not isinstance(value, list) else "\n".join(map(str, value))
        )
        return Epigraph(text, self.text("epigraph_source")) if text else None

    def subjects(self) -> tuple[str, ...]:
        value = self.values.get("subjects")
        if isinstance(value, str):
            return tuple(filter(None, (word.strip() for word in value.split(","))))
        return tuple(str(word) for word in value or () if word)
