"""A platform's export → a series folder that an author could have written by hand.

`SOURCES` has a row for each kind of source, in the order in which they are asked whether a source
is theirs. A new platform is one new file and one row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seriesbook.importers import (
    buttondown,
    documents,
    feeds,
    ghost,
    jsonposts,
    medium,
    savedtext,
    staticsite,
    substack,
    webpage,
    wxr,
)

if TYPE_CHECKING:
    from seriesbook.importers.model import Importer

SOURCES: dict[str, Importer] = {
    "WordPress": wxr.IMPORTER,
    "Substack": substack.IMPORTER,
    "Medium": medium.IMPORTER,
    "Buttondown": buttondown.IMPORTER,
    "document": documents.IMPORTER,
    "Ghost": ghost.IMPORTER,
    "JSON": jsonposts.IMPORTER,
    "feed": feeds.IMPORTER,
    "site folder": staticsite.IMPORTER,
    "web page": webpage.IMPORTER,
    "text": savedtext.IMPORTER,
}
