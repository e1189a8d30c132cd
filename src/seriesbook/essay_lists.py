"""The lists of a manifest that name essays: `order`, parts, what an edition holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.catalogue import Names
from seriesbook.model import Part
from seriesbook.slugs import slugify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from seriesbook.complaints import Complaints
    from seriesbook.manifest import PartTable


class EssayLists:
    """Finds what lists name among the paths of the essays and the matter."""

    def __init__(
        self, essays: Iterable[str], matter: Iterable[str], complaints: Complaints
    ) -> None:
        self._essays = tuple(essays)
        self._names = Names(self._essays)
        self._all = Names((*self._essays, *matter))
        self._complaints = complaints

    def essays(self, key: str, names: Sequence[str], noun: str = "essay") -> tuple[str, ...]:
        """Paths that the list at a dotted key names; an error for each that isn't there.

        A `noun` other than "essay" lets matter be named as well.
        """
        known = self._names if noun == "essay" else self._all
        found: dict[str, None] = {}
        for number, name in enumerate(names):
            paths = known.find(name)
            if len(paths) == 1 and paths[0] not in found:
                found[paths[0]] = None
            else:
                self._complain(f"{key}.{number}", name, noun, paths, known.nearest(name))
        return tuple(found)

    def _complain(self, key: str, name: str, noun: str, paths: tuple[str, ...], near: str) -> None:
        if not paths:
            mend = (
                f"Did you mean {near!r}?" if near else "Put it into essays/, or remove the name."
            )
            self._complaints.say(key, "essay-missing", f"there is no {noun} {name!r}.", mend)
        elif len(paths) == 1:
            message = f"the {noun} {name!r} is named twice."
            self._complaints.say(key, "essay-repeated", message, "Keep one of the two.")
        else:
            message = f"{name!r} may be any of {', '.join(paths)}."
            self._complaints.say(key, "essay-ambiguous", message, "Write the whole file name.")

    def parts(self, tables: Sequence[PartTable]) -> tuple[Part, ...]:
        """The parts; an error for an essay in two of them, and for two parts of one name."""
        parts: list[Part] = []
        owners: dict[str, str] = {}
        for number, table in enumerate(tables):
            key = f"parts.{number}"
            part = Part(
                table.title,
                slugify(table.slug or table.title),
                self.essays(f"{key}.essays", table.essays),
                table.subtitle,
            )
            if part.slug in {other.slug for other in parts}:
                message = f"two parts are called {part.slug!r}."
                self._complaints.say(key, "slug-duplicate", message, 'Add slug = "…" to one.')
            for path in part.essays:
                owner = owners.setdefault(path, part.title)
                if owner != part.title:
                    message = f"the essay {path} is also in the part {owner!r}."
                    mend = "Keep it in one of the two."
                    self._complaints.say(f"{key}.essays", "essay-repeated", message, mend)
            parts.append(part)
        return tuple(parts)

    def warn_of_unlisted(self, order: Sequence[str], parts: Sequence[Part]) -> None:
        """Warn of each essay that no list names, if there is a list."""
        listed = {*order, *(path for part in parts for path in part.essays)}
        key = "order" if self._complaints.values.line("order") else "parts"
        for path in self._essays:
            if listed and path not in listed:
                message = f"the essay {path} is in the folder but not in the list."
                mend = "Add it; until then it comes after the others."
                self._complaints.say(key, "essay-unlisted", message, mend, "warning")
