"""What an e-book needs to know of the printed pages: where in the text each begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.rendition import Printed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from seriesbook.writers.pdf.codec import Fragment
    from seriesbook.writers.pdf.drafts import Draft
    from seriesbook.writers.pdf.pagination import Side


def printed(
    drafts: Iterable[Draft], layouts: Mapping[str, Fragment], sides: Sequence[Side]
) -> Iterator[Printed]:
    """Each section with its text and its pages."""
    folios: dict[str, list[str]] = {}
    for side in sides:
        folios.setdefault(side.name, []).append(side.folio)
    for draft in drafts:
        name = draft.page.name
        yield Printed(
            slug=name,
            text=draft.runs,
            pages=tuple(zip(folios[name], layouts[name].starts, strict=True)),
        )
