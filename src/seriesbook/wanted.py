"""Which of a series' editions are to be made."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seriesbook.model import Edition, Series


def wanted_editions(series: Series, names: tuple[str, ...]) -> tuple[Edition, ...]:
    """Editions of these names, in the order of the manifest; all if no name is given.

    Raises UnknownEditionError for a name that the series doesn't have.
    """
    known = [edition.name for edition in series.editions]
    for name in names:
        if name not in known:
            raise UnknownEditionError(name, known)
    return tuple(e for e in series.editions if not names or e.name in names)


def with_page_sources(editions: tuple[Edition, ...], series: Series) -> list[Edition]:
    """Print editions first, with those whose page numbers an e-book gives: made, if not saved.

    So an e-book is the same whatever else is built with it.
    """
    sources = {edition.page_source for edition in editions}
    needed = [e for e in series.editions if e in editions or e.name in sources]
    return sorted(needed, key=lambda edition: edition.format != "pdf")


class UnknownEditionError(LookupError):
    """An edition was asked for that the series doesn't describe: wrong usage."""

    def __init__(self, name: str, known: list[str]) -> None:
        near = difflib.get_close_matches(name, known, 1)
        hint = f" Did you mean {near[0]}?" if near else ""
        super().__init__(f"no edition is called {name!r}; there are: {', '.join(known)}.{hint}")
