"""People as authors write them down: a name, a list of names, or tables with a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seriesbook.model import Person
from seriesbook.relators import RELATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d."})
_ASIAN = range(0x2E80, 0xE000)


def sort_name(name: str) -> str:
    """`Simone de Beauvoir` → `Beauvoir, Simone de`; a name of one word stays as it is.

    Chinese, Japanese and Korean names put the surname first already. A particle stays with the
    given name, as Chicago 16.71 has it for most languages; an author whose name differs gives
    the sort name.
    """
    name = name.strip()
    before, comma, after = name.rpartition(",")
    suffix = after.strip() if comma and after.strip().lower() in _SUFFIXES else ""
    words = (before if suffix else name).split()
    if len(words) < 2 or "," in "".join(words) or ord(name[0]) in _ASIAN:
        return name
    if not suffix and len(words) > 2 and words[-1].lower() in _SUFFIXES:
        suffix = words.pop()
    family = words.pop()
    return ", ".join(filter(None, [family, " ".join(words), suffix]))


def surname(person: Person) -> str:
    """The part of the sort name that running heads show."""
    return person.sort_name.partition(",")[0]


def persons(value: Any, role: str = "author") -> Iterator[Person]:
    """People of a value as the Markdown world writes them: string, list, mapping.

    A mapping has `name` (or `given` and `family`), and perhaps `role`, `sort_name`, `bio`,
    `links`. What is none of these yields nothing.
    """
    if isinstance(value, str):
        if value.strip(" []"):
            yield person(value, role)
    elif isinstance(value, list):
        for item in value:
            yield from persons(item, role)
    elif isinstance(value, dict):
        yield from _of_mapping(value, role)


def _of_mapping(value: dict[str, Any], role: str) -> Iterator[Person]:
    parts = ((value.get("given"), value.get("family")), (value.get("first"), value.get("last")))
    names = [value.get("name"), *(" ".join(str(part) for part in pair if part) for pair in parts)]
    name = next((name for name in names if isinstance(name, str) and name.strip(" []")), "")
    if name:
        links = value.get("links") or value.get("url") or ()
        yield person(
            name,
            str(value.get("role") or role),
            str(value.get("sort_name") or ""),
            str(value["bio"]) if value.get("bio") else None,
            (links,) if isinstance(links, str) else tuple(map(str, links)),
        )


def role_word(text: str) -> str:
    """A role as `relators.RELATORS` spells it; it may still be none of them."""
    return "-".join(text.lower().replace("_", " ").replace("-", " ").split())


def person(
    name: str,
    role: str = "author",
    sort: str = "",
    bio: str | None = None,
    links: tuple[str, ...] = (),
) -> Person:
    """A person with the sort name filled in; an unknown role becomes `contributor`.

    A name may be an Obsidian link: `[[people/ada|Ada Example]]`.
    """
    if name.strip().startswith("[[") and name.strip().endswith("]]"):
        name = name.strip(" []").rpartition("|")[2].rpartition("/")[2]
    name = " ".join(name.split())
    role = role_word(role)
    role = role if role in RELATORS else "contributor"
    return Person(name, sort or sort_name(name), role, bio, links)
