"""series.toml → Series, every default filled in."""

from __future__ import annotations

import difflib
import re
import uuid
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from seriesbook.catalogue import Names
from seriesbook.complaints import Complaints
from seriesbook.editions import read_editions
from seriesbook.essay_lists import EssayLists
from seriesbook.findings import problems_of
from seriesbook.languages import language_tag, tag_example
from seriesbook.licenses import license_of, nearest_license
from seriesbook.manifest import LicenseTable, Manifest, PersonTable
from seriesbook.model import Collection, License, Person, Series
from seriesbook.people import person
from seriesbook.problems import BookError, Outcome, has_errors
from seriesbook.reference import reference
from seriesbook.slugs import slugify
from seriesbook.text import decode
from seriesbook.toml_values import read_toml
from seriesbook.values import Values

if TYPE_CHECKING:
    from seriesbook.folder import Sources

__all__ = ["json_schema", "load_series", "reference"]

# Namespace of the identifiers that we derive (a random UUID, fixed for ever).
_NAMESPACE = uuid.UUID("7a1c2f0e-6b0d-4b55-9a52-3d1f4c9be0a7")
_COVERS = ("cover", "images/cover", "front/cover")


def load_series(folder_name: str, sources: Sources) -> Outcome[Series]:
    """Read the manifest, or make one of a bare folder.

    `folder_name` stands in for a missing title. Raises BookError if the manifest is not TOML.
    """
    path = sources.manifest.path if sources.manifest else "series.toml"
    values = Outcome(Values())
    if sources.manifest:
        values = decode(sources.manifest).then(lambda text: read_toml(path, text))
    if has_errors(values.problems) and not values.value.tree:
        raise BookError(values.problems)
    complaints = Complaints(path, values.value)
    complaints.problems += values.problems
    manifest = _checked(complaints)
    series = _series(manifest, folder_name, sources, complaints)
    return Outcome(series, tuple(complaints.problems))


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of series.toml, for editors."""
    schema = Manifest.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _checked(complaints: Complaints) -> Manifest:
    """Validate; keep what is right of a manifest that is wrong in places."""
    values = complaints.values
    dropped: set[tuple[int | str, ...]] = set()
    for _ in range(20):  # each round drops what the last one found wrong
        try:
            return Manifest.model_validate(values.tree)
        except ValidationError as error:
            found = error.errors(include_url=False)
            new = [detail for detail in found if detail["loc"] not in dropped]
            complaints.problems += problems_of(new, values, complaints.path)
            dropped |= {detail["loc"] for detail in found}
            for detail in reversed(found):  # backwards, as lists move up
                _drop(values.tree, detail["loc"])
    return Manifest()


def _drop(values: Any, location: tuple[int | str, ...]) -> None:
    """Take what is at a place out of nested values, or the nearest thing around it."""
    holder, key = values, location[0]
    for step in location[1:]:
        if isinstance(holder, list) and not (isinstance(key, int) and key < len(holder)):
            return  # what stood last is dropped already, for another reason
        inner = holder.get(key) if isinstance(holder, dict) else holder[key]
        inside = step in inner if isinstance(inner, dict) else isinstance(inner, list)
        if not inside:
            break
        holder, key = inner, step
    if isinstance(holder, dict):
        holder.pop(key, None)
    elif isinstance(key, int) and key < len(holder):
        del holder[key]


def _series(
    manifest: Manifest, folder_name: str, sources: Sources, complaints: Complaints
) -> Series:
    title = manifest.title or _title_of(folder_name, complaints)
    lists = EssayLists(
        (source.path for source in sources.essays),
        (source.path for source in sources.matter),
        complaints,
    )
    people = _people(manifest, sources, complaints)
    order = lists.essays("order", manifest.order)
    parts = lists.parts(manifest.parts)
    lists.warn_of_unlisted(order, parts)
    return Series(
        slug=slugify(manifest.slug or title),
        title=title,
        subtitle=manifest.subtitle,
        short_title=manifest.short_title,
        language=_language(manifest.language, complaints),
        identifier=manifest.identifier or _derived(title, people, manifest.language),
        issued=manifest.issued,
        modified=manifest.modified,
        authors=people,
        license=_license(manifest.license, complaints) if manifest.license else None,
        edition=manifest.edition,
        description=manifest.description,
        subjects=tuple(manifest.subjects),
        publisher=manifest.publisher,
        place=manifest.place,
        cover=_cover(manifest.cover, sources, complaints),
        fonts=tuple(manifest.fonts),
        collection=_collection(manifest),
        order=order,
        parts=parts,
        editions=tuple(read_editions(manifest.editions, lists, complaints)),
        manifest=complaints.path,
        limits=sources.limits,
        where=tuple(complaints.values.lines.items()),
    )


def _title_of(folder_name: str, complaints: Complaints) -> str:
    words = re.sub(r"[-_]+", " ", re.sub(r"^\d+[-_. ]+", "", folder_name)).strip()
    title = words[:1].upper() + words[1:] or "Untitled"
    message = f"the series has no title; its folder's name is used: {title}."
    mend = 'Write title = "…" into series.toml.'
    if complaints.values.line("title") is None:
        complaints.say("", "title-derived", message, mend, "hint")
    return title


def _language(text: str, complaints: Complaints) -> str:
    tag = language_tag(text)
    if complaints.values.line("language") is None:
        message = "the series names no language; English is assumed."
        mend = 'Write language = "en" (or "fr", "de" …) into series.toml.'
        complaints.say("", "language-derived", message, mend, "hint")
    elif text and tag is None:
        message = f"{text!r} is not a language tag."
        complaints.say("language", "language-invalid", message, tag_example(text))
    return tag or "en"


def _people(manifest: Manifest, sources: Sources, complaints: Complaints) -> tuple[Person, ...]:
    names = Names(source.path for source in sources.matter)
    found: dict[Person, None] = {}
    for key, tables in (("author", manifest.author), ("authors", manifest.authors)):
        for number, table in enumerate(tables):
            bio = _bio(f"{key}.{number}.bio", table, names, complaints)
            who = person(table.name, table.role, table.sort_name, bio, tuple(table.links))
            found[who] = None
    return tuple(found)


def _bio(key: str, table: PersonTable, names: Names, complaints: Complaints) -> str | None:
    """Path of the file about a person."""
    paths = names.find(table.bio) if table.bio else ()
    if table.bio and len(paths) != 1:
        near = names.nearest(table.bio)
        mend = f"Did you mean {near!r}?" if near else "Put it into the folder back/."
        complaints.say(key, "bio-missing", f"there is no bio file {table.bio!r}.", mend)
    return paths[0] if len(paths) == 1 else None


def _license(table: LicenseTable, complaints: Complaints) -> License:
    known = license_of(table.id or table.url)
    if known:
        return License(known.id, table.name or known.name, table.url or known.url, table.text)
    if table.id and not (table.name or table.text):
        near = nearest_license(table.id)
        own = 'For your own words: license = { name = "…", text = "…" }.'
        mend = f"Did you mean {near!r}? {own}" if near else own
        message = f"no license has the id {table.id!r}."
        complaints.say("license", "license-unknown", message, mend)
    name = table.name or table.id or table.text
    return License("custom", name, table.url, table.text or name)


def _collection(manifest: Manifest) -> Collection | None:
    table = manifest.collection
    return Collection(table.title, table.number) if table else None


def _cover(given: str, sources: Sources, complaints: Complaints) -> str:
    images = list(sources.images)
    path = given.removeprefix("./")
    if path and path not in images:
        near = difflib.get_close_matches(path, images, 1)
        mend = f"Did you mean {near[0]!r}?" if near else "Remove the line to have one drawn."
        complaints.say("cover", "image-missing", f"there is no image {given!r}.", mend)
        return ""
    found = (image for image in images if image.rpartition(".")[0].lower() in _COVERS)
    return path or next(found, "")


def _derived(title: str, people: tuple[Person, ...], language: str) -> str:
    """An identifier that stays the same as long as title, authors and language do."""
    name = "\n".join([title, language, *(who.name for who in people)])
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, name)}"
