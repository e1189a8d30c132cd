"""People as authors write them down: a name, a list of names, or tables with a role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seriesbook.model import Person
from seriesbook.relators import RELATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

# Particles that belong to the surname that follows them.
_PARTICLES = frozenset(
    "af al ap ben bin da dal de del della der des di do dos du el la las le los ten ter van vande "
    "vom von zu zum zur".split()
)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d."})
_ASIAN = range(0x2E80, 0xE000)


def sort_name(name: str) -> str:
    """`Simone de Beauvoir` → `Beauvoir, Simone de`; a name of one word stays as it is.

    Chinese, Japanese and Korean names put the surname first already. Chicago 16.71 leaves the
    particle of most languages behind the given name.
    """
    words = name.split()
    if len(words) < 2 or "," in name or ord(name[0]) in _ASIAN:
        return name.strip()
    suffix = words.pop() if words[-1].lower() in _SUFFIXES and len(words) > 2 else ""
    surname = words.pop()
    return ", ".join(filter(None, [surname, " ".join(words), suffix]))


def surname(person: Person) -> str:
    """The part of the sort name that running heads show."""
    return person.sort_name.partition(",")[0]


def persons(value: Any, role: str = "author") -> Iterator[Person]:
    """People of a value as the Markdown world writes them: string, list, mapping.

    A mapping has `name` (or `given` and `family`), and perhaps `role`, `sort_name`, `bio`,
    `links`. What is none of these yields nothing.
    """
    if isinstance(value, str):
        if value.strip():
            yield person(value, role)
    elif isinstance(value, list):
        for item in value:
            yield from persons(item, role)
    elif isinstance(value, dict):
        name = value.get("name") or " ".join(
            str(value[key]) for key in ("given", "family") if value.get(key)
        )
        if isinstance(name, str) and name.strip():
            links = value.get("links") or value.get("url") or ()
            yield person(
                name,
                str(value.get("role") or role),
                str(value.get("sort_name") or ""),
                str(value["bio"]) if value.get("bio") else None,
                (links,) if isinstance(links, str) else tuple(map(str, links)),
            )


def person(
    name: str,
    role: str = "author",
    sort: str = "",
    bio: str | None = None,
    links: tuple[str, ...] = (),
) -> Person:
    """A person with the sort name filled in; an unknown role becomes `contributor`."""
    name = " ".join(name.split())
    role = role.lower().replace(" ", "-").replace("_", "-")
    role = role if role in RELATORS else "contributor"
    return Person(name, sort or sort_name(name), role, bio, links)
