"""The fields of a head, read one by one, with the problems met."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import TYPE_CHECKING, Any, Literal, cast

from seriesbook.dates import date_of, is_partial
from seriesbook.head_keys import field_of, is_known, nearest_key, rank_of
from seriesbook.languages import language_tag, tag_example
from seriesbook.licenses import license_of, nearest_license
from seriesbook.model import Epigraph, License, Origin, Person
from seriesbook.people import persons, role_word
from seriesbook.problems import Problem, Where
from seriesbook.relators import RELATORS
from seriesbook.roles import ROLES, role_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seriesbook.codes import Code
    from seriesbook.problems import Severity
    from seriesbook.values import Values

_TRUE, _FALSE = frozenset({"true", "yes", "on", "1"}), frozenset({"false", "no", "off", "0", ""})
_HIDDEN = frozenset({"draft", "private", "hidden", "unpublished"})
_PEOPLE = ("author", "editor", "translator", "illustrator")
_LONGEST = 60  # characters of an author's value in a message


class Fields:
    """The values of one head by our names for them."""

    def __init__(self, path: str, values: Values) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}
        self._unpublished = False
        self._values: dict[str, Any] = {}
        self._subjects: list[Any] = []
        known = [key for key in values.tree if field_of(key)]
        for key in sorted(known, key=rank_of):
            self._sort_in(key, values.tree[key], values.lines.get(key, 1))
        for key in values.tree:
            if not is_known(key):
                self._unknown(key, values.lines.get(key, 1))

    def _sort_in(self, key: str, value: Any, line: int) -> None:
        """Keep a value; of two keys for one thing, the one that says it best is here first."""
        name = str(field_of(key))
        if value is None or (name == "url" and not _is_address(value) and key != "original_url"):
            return
        if name == "date" and str(value).strip().lower() in _TRUE | _FALSE:
            self._unpublished |= str(value).strip().lower() in _FALSE
        elif name == "subjects":
            self._subjects += _listed(value)
        elif name not in self._values:
            self._values[name] = value
            self.lines[name] = line

    def _unknown(self, key: str, line: int) -> None:
        near = nearest_key(key)
        message = f"the key {_short(key)} is not known; it was passed over."
        mend = f"Did you mean {near!r}?" if near else "Remove it if you don't need it."
        severity: Severity = "warning" if near else "hint"
        where = Where(self.path, line)
        self.problems.append(Problem(where, "head-key-unknown", message, mend, severity))

    def _say(
        self, name: str, code: Code, message: str, mend: str, severity: Severity = "error"
    ) -> None:
        where = Where(self.path, self.lines.get(name))
        self.problems.append(Problem(where, code, message, mend, severity))

    def text(self, name: str) -> str:
        """A value on one line."""
        value = self._values.get(name, "")
        if isinstance(value, list | dict):
            kind = "a list" if isinstance(value, list) else "several keys"
            key = name.replace("_", " ")
            mend = f'Write it on one line: {name}: "…"'
            self._say(name, "head-value", f"the {key} must be text, but it is {kind}.", mend)
            return ""
        return " ".join(str(value).split())

    def slug(self) -> str:
        """The last piece of an address; '' if that is a pattern of Jekyll's."""
        last = self.text("slug").rstrip("/").rpartition("/")[2].removesuffix(".html")
        return "" if ":" in last or last in {"pretty", "date", "none"} else last

    def role(self) -> str:
        """The role that the author gives; a `type` only if it is the name of matter."""
        word = self.text("role").lower()
        kind = role_name(self.text("type"))
        if word and role_name(word) not in ROLES:
            near = difflib.get_close_matches(role_name(word), ROLES, 1)
            mend = f"Did you mean {near[0]!r}?" if near else f"It may be: {', '.join(ROLES)}."
            self._say("role", "role-unknown", f"there is no role {_short(word)}.", mend)
            return ""
        return word or (kind if kind in ROLES.keys() - {"essay", "part"} else "")

    def language(self) -> str:
        """A language tag."""
        text = self.text("language")
        tag = language_tag(text)
        if text and tag is None:
            message = f"{_short(text)} is not a language tag."
            self._say("language", "language-invalid", message, tag_example(text))
        return tag or ""

    def direction(self) -> Literal["", "ltr", "rtl"]:
        """The direction of the text."""
        word = self.text("direction").lower()
        if word not in {"", "ltr", "rtl", "auto"}:
            message = f"the direction can't be {_short(word)}."
            self._say("direction", "head-value", message, "Write ltr or rtl.")
        return cast('Literal["", "ltr", "rtl"]', word if word in {"ltr", "rtl"} else "")

    def draft(self) -> bool:
        """Whether the author keeps it back, in any of the ways to say so."""
        word = self.text("draft").lower()
        if word not in _TRUE | _FALSE:
            message = f"draft can't be {_short(word)}."
            self._say("draft", "head-value", message, "Write true or false.")
        return word in _TRUE or self._unpublished or self.text("status").lower() in _HIDDEN

    def date(self, name: str) -> dt.date | None:
        """A day; a warning for a year or a month alone."""
        value = self._values.get(name)
        if isinstance(value, dt.datetime):
            return value.date()
        if isinstance(value, dt.date):
            return value
        text = self.text(name)
        day = date_of(text)
        if text and day is None and is_partial(text):
            message = f"{_short(text)} is no whole date; it is left out."
            mend = "Write year, month and day: 2024-02-29."
            self._say(name, "date-partial", message, mend, "warning")
        elif text and day is None:
            mend = "Write year, month and day: 2024-02-29."
            self._say(name, "date-invalid", f"{_short(text)} is not a date.", mend)
        return day

    def authors(self) -> tuple[Person, ...]:
        """All people of the head, authors first."""
        found: list[Person] = []
        for role in _PEOPLE:
            value = self._values.get(role)
            people = list(persons(_as_text(value), role))
            if value and not people:
                mend = f'Write {role}: "First Last", or a list of names.'
                self._say(role, "head-value", f"the {role} has no name.", mend)
            for word in _roles_in(value):
                self._unknown_role(role, word)
            found += people
        return tuple(dict.fromkeys(found))

    def _unknown_role(self, name: str, word: str) -> None:
        near = difflib.get_close_matches(role_word(word), RELATORS, 1)
        mend = f"Did you mean {near[0]!r}?" if near else f"It may be: {', '.join(RELATORS)}."
        message = f"nobody can be {_short(word)}; a contributor is meant, then."
        self._say(name, "person-role", message, mend, "warning")

    def origin(self) -> Origin:
        """Where the essay first appeared."""
        url = self.text("url")
        if url and not _is_address(url):
            message = f"{_short(url)} is not a web address."
            self._say("url", "link-scheme", message, "It begins with https://.")
            url = ""
        return Origin(url, self.text("publication"), self.text("byline"))

    def license(self) -> License | None:
        """A license by its id or in the author's words; a warning for a misspelt id."""
        value = self._values.get("license")
        given = value if isinstance(value, dict) else {"id": self.text("license")}
        word, name, url, text = (
            " ".join(str(given.get(key) or "").split()) for key in ("id", "name", "url", "text")
        )
        known = license_of(word or url)
        if known:
            return License(known.id, name or known.name, url or known.url, text)
        near = nearest_license(word) if word else ""
        if near:
            message = f"no license has the id {_short(word)}; it is taken for your own words."
            self._say("license", "license-unknown", message, f"Did you mean {near!r}?", "warning")
        address = url or (word if _is_address(word) else "")
        words = name or word or text
        return License("custom", words, address, text or words) if words else None

    def epigraph(self) -> Epigraph | None:
        """A quotation: text, lines, or `text` and `source`."""
        value = self._values.get("epigraph")
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            if len(value) > 1:
                mend = "Put the others into the text, as quotations."
                message = "an essay has one epigraph; the first is used."
                self._say("epigraph", "head-value", message, mend, "warning")
            value = value[0]
        if isinstance(value, dict):
            text = value.get("text") or value.get("quote") or ""
            source = value.get("source") or value.get("author") or ""
        else:
            text, source = value or "", self.text("epigraph_source")
        words, origin = _lines_of(text), " ".join(_lines_of(source).split())
        if value and not words:
            mend = 'Write epigraph: { text: "…", source: "…" }.'
            self._say("epigraph", "head-value", "the epigraph has no text.", mend)
        return Epigraph(words, origin) if words else None

    def subjects(self) -> tuple[str, ...]:
        """Tags and categories, each once."""
        return tuple(dict.fromkeys(self._subjects))


def _is_address(value: Any) -> bool:
    return bool(re.match(r"https?://\S+$", str(value).strip(), re.IGNORECASE))


def _listed(value: Any) -> Iterator[str]:
    """Words of a list, or of a text with commas."""
    items: Iterable[Any] = value if isinstance(value, list) else str(value).split(",")
    for item in items:
        word = "" if isinstance(item, list | dict | None) else str(item).strip().lstrip("#")
        if word and not isinstance(value, dict):
            yield word


def _as_text(value: Any) -> Any:
    """A number where a name is expected is a name: `author: 1984`."""
    return value if value is None or isinstance(value, str | list | dict) else str(value)


def _roles_in(value: Any) -> Iterator[str]:
    """Roles given to people that no relator has a code for."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and item.get("role"):
            word = str(item["role"])
            if role_word(word) not in RELATORS:
                yield word


def _lines_of(value: Any) -> str:
    lines = value if isinstance(value, list) else [value]
    return "\n".join(str(line) for line in lines if not isinstance(line, dict | list)).strip()


def _short(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
