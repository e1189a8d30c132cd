"""series.toml → Series, every default filled in."""

from __future__ import annotations

import difflib
import re
import tomllib
import uuid
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from seriesbook.catalogue import EssayNames
from seriesbook.findings import problems_of
from seriesbook.isbn import is_isbn
from seriesbook.licenses import known_ids, license_of
from seriesbook.manifest import EditionTable, LicenseTable, Manifest, PartTable, PersonTable
from seriesbook.model import Collection, Edition, License, Part, Person, Series
from seriesbook.people import person
from seriesbook.problems import BookError, Outcome, Problem, Where
from seriesbook.slugs import slugify
from seriesbook.toml_lines import key_lines
from seriesbook.trims import parse_trim, trim_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seriesbook.sources import Sources

# Namespace of the identifiers that we derive (a random UUID, fixed for ever).
_NAMESPACE = uuid.UUID("7a1c2f0e-6b0d-4b55-9a52-3d1f4c9be0a7")
DEFAULT_EDITIONS = {"ebook": EditionTable(format="epub"), "paperback": EditionTable(format="pdf")}


def load_series(folder_name: str, sources: Sources) -> Outcome[Series]:
    """Read the manifest, or make one of a bare folder.

    Raises BookError if the manifest is not TOML.
    """
    path = sources.manifest.path if sources.manifest else "series.toml"
    values, lines = _parse(sources.manifest.data, path) if sources.manifest else ({}, {})
    reader = _Reader(path, lines, sources)
    manifest = reader.check(values)
    return Outcome(reader.series(manifest, folder_name), tuple(reader.problems))


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of series.toml, for editors."""
    schema = Manifest.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _parse(data: bytes, path: str) -> tuple[dict[str, Any], dict[str, int]]:
    try:
        text = data.decode("utf-8-sig")
        return tomllib.loads(text), key_lines(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        words = "series.toml is not UTF-8 text.", "Save it as UTF-8."
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"at line (\d+)", str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        words = re.sub(r" \(at .*\)$", ".", str(error)), 'Each line is: key = "value".'
    raise BookError([Problem(Where(path, line), "toml-broken", *words)])


class _Reader:
    """One manifest on its way to a Series, with the problems met."""

    def __init__(self, path: str, lines: Mapping[str, int], sources: Sources) -> None:
        self.path = path
        self.lines = lines
        self.sources = sources
        self.names = EssayNames(source.path for source in sources.essays)
        self.problems: list[Problem] = []

    def say(self, key: str, code: str, message: str, mend: str, severity: str = "error") -> None:
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        where = Where(self.path, self.lines.get(key))
        self.problems.append(Problem(where, code, message, mend, severity))  # type: ignore[arg-type]

    def check(self, values: dict[str, Any]) -> Manifest:
        """Validate; keep what is right of a manifest that is wrong in places."""
        for _ in range(20):  # each round drops what the last one found wrong
            try:
                return Manifest.model_validate(values)
            except ValidationError as error:
                found = error.errors(include_url=False)
                self.problems += problems_of(found, self.lines, self.path)
                for detail in found:
                    _drop(values, detail["loc"])
        return Manifest()

    def series(self, manifest: Manifest, folder_name: str) -> Series:
        title = manifest.title or self._title_of(folder_name)
        people = tuple(map(self._person, [*manifest.author, *manifest.authors]))
        order = self._essays("order", manifest.order)
        parts = tuple(self._part(n, part) for n, part in enumerate(manifest.parts))
        self._unlisted(order, parts)
        return Series(
            slug=slugify(manifest.slug or title),
            title=title,
            subtitle=manifest.subtitle,
            short_title=manifest.short_title,
            language=self._language(manifest.language),
            identifier=manifest.identifier or _derived(title, people, manifest.language),
            issued=manifest.issued,
            modified=manifest.modified,
            authors=people,
            license=self._license(manifest.license) if manifest.license else None,
            description=manifest.description,
            subjects=tuple(manifest.subjects),
            publisher=manifest.publisher,
            place=manifest.place,
            cover=self._cover(manifest.cover),
            collection=Collection(manifest.collection.title, manifest.collection.number)
            if manifest.collection
            else None,
            order=order,
            parts=parts,
            editions=tuple(
                self._edition(name, table)
                for name, table in (manifest.editions or DEFAULT_EDITIONS).items()
            ),
            manifest=self.path,
            where=tuple(self.lines.items()),
        )

    def _title_of(self, folder_name: str) -> str:
        words = re.sub(r"[-_]+", " ", re.sub(r"^\d+[-_. ]+", "", folder_name)).strip()
        title = words[:1].upper() + words[1:] or "Untitled"
        self.say(
            "", "title-derived", f"the series has no title; its folder's name is used: {title}.",
            'Write title = "…" into series.toml.', "hint",
        )  # fmt: skip
        return title

    def _language(self, tag: str) -> str:
        if not tag:
            self.say(
                "", "language-derived", "the series names no language; English is assumed.",
                'Write language = "en" (or "fr", "de" …) into series.toml.', "hint",
            )  # fmt: skip
            return "en"
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag):
            self.say(
                "language", "language-invalid", f"{tag!r} is not a language tag.",
                "Use one such as en, en-GB, fr, zh-Hant.",
            )  # fmt: skip
            return "en"
        return tag

    def _person(self, table: PersonTable) -> Person:
        bio = table.bio or None
        paths = {source.path for source in self.sources.matter}
        if bio and bio not in paths:
            near = difflib.get_close_matches(bio, paths, 1)
            self.say(
                "authors", "bio-missing", f"there is no bio file {bio!r}.",
                f"Did you mean {near[0]!r}?" if near else "Put it into the folder back/.",
            )  # fmt: skip
            bio = None
        return person(table.name, table.role, table.sort_name, bio, tuple(table.links))

    def _license(self, table: LicenseTable) -> License:
        known = license_of(table.id) if table.id else None
        if known:
            return License(known.id, table.name or known.name, table.url or known.url, table.text)
        if table.id and not (table.name or table.text):
            near = difflib.get_close_matches(table.id, known_ids(), 1, cutoff=0.4)
            self.say(
                "license", "license-unknown", f"no license has the id {table.id!r}.",
                f"Did you mean {near[0]!r}? " * bool(near)
                + 'For your own words: license = { name = "…", text = "…" }.',
            )  # fmt: skip
        return License("custom", table.name or table.id, table.url, table.text or table.name)

    def _essays(self, key: str, names: list[str]) -> tuple[str, ...]:
        """Paths of the essays that a list names; a problem for each that isn't there."""
        found = []
        for number, name in enumerate(names):
            path = self.names.find(name)
            if path is None:
                near = self.names.nearest(name)
                self.say(
                    f"{key}.{number}", "essay-missing", f"there is no essay {name!r}.",
                    f"Did you mean {near!r}?" if near else "Put it into essays/, or remove the name.",
                )  # fmt: skip
            elif path in found:
                self.say(
                    f"{key}.{number}", "essay-repeated", f"the essay {name!r} is named twice.",
                    "Keep one of the two.",
                )  # fmt: skip
            else:
                found.append(path)
        return tuple(found)

    def _part(self, number: int, table: PartTable) -> Part:
        slug = slugify(table.slug or table.title)
        essays = self._essays(f"parts.{number}.essays", table.essays)
        return Part(table.title, slug, essays, table.subtitle)

    def _unlisted(self, order: tuple[str, ...], parts: tuple[Part, ...]) -> None:
        listed = {*order, *(path for part in parts for path in part.essays)}
        for source in self.sources.essays:
            if listed and source.path not in listed:
                self.say(
                    "order" if order else "parts", "essay-unlisted",
                    f"the essay {source.path} is in the folder but not in the list.",
                    "Add it; until then it comes after the others.", "warning",
                )  # fmt: skip

    def _cover(self, given: str) -> str:
        images = self.sources.images
        if given and given not in images:
            near = difflib.get_close_matches(given, list(images), 1)
            self.say(
                "cover", "image-missing", f"there is no image {given!r}.",
                f"Did you mean {near[0]!r}?" if near else "Remove the line to have one drawn.",
            )  # fmt: skip
            return ""
        places = ("cover", "images/cover", "front/cover")
        found = (p for p in images if p.rpartition(".")[0].lower() in places)
        return given or next(found, "")

    def _edition(self, name: str, table: EditionTable) -> Edition:
        key = f"editions.{name}"
        if slugify(name) != name:
            self.say(
                key, "edition-name", f"the edition's name {name!r} can't be part of a file's name.",
                f"Use small letters, digits and hyphens: {slugify(name)!r}.",
            )  # fmt: skip
        trim = parse_trim(table.trim)
        if trim is None:
            self.say(
                f"{key}.trim", "value-unknown", f"{table.trim!r} is no page size.",
                f"Write 6x9in or 148x210mm, or one of: {', '.join(trim_names())}.",
            )  # fmt: skip
        if table.isbn and not is_isbn(table.isbn):
            self.say(
                f"{key}.isbn", "isbn-invalid", f"{table.isbn!r} is not an ISBN.",
                "Look for a wrong digit: the last one is a check digit.",
            )  # fmt: skip
        return Edition(
            name=slugify(name),
            format=table.format,
            theme=table.theme,
            trim=trim or Edition("", "pdf").trim,
            notes=table.notes,
            links=table.links,
            include=self._essays(f"{key}.include", table.include),
            exclude=self._essays(f"{key}.exclude", table.exclude),
            isbn=table.isbn,
        )


def _drop(values: Any, location: tuple[int | str, ...]) -> None:
    """Take what is at a place out of nested values, or the nearest thing around it."""
    holder, key = values, location[0]
    for step in location[1:]:
        inner = holder.get(key) if isinstance(holder, dict) else holder[key]
        inside = step in inner if isinstance(inner, dict) else isinstance(inner, list)
        if not inside:
            break
        holder, key = inner, step
    if isinstance(holder, dict):
        holder.pop(key, None)
    elif isinstance(key, int) and key < len(holder):
        del holder[key]


def _derived(title: str, people: tuple[Person, ...], language: str) -> str:
    """An identifier that stays the same as long as title, authors and language do."""
    name = "\n".join([title, language, *(who.name for who in people)])
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"
