"""The roles that a section can play, and what follows from each: one table for all stages.

EPUB types: EPUB Structural Semantics Vocabulary 1.1. ARIA roles: DPUB-ARIA 1.1 (no role for
title, half-title, copyright and series pages). Places in print: Chicago Manual of Style §1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Matter = Literal["front", "body", "back"]
Opening = Literal["recto", "verso", "next"]
Folio = Literal["none", "drop", "head"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a role means.

    `template` is a file of the theme; `label` is the key of its title in the labels ('' if it
    has none). `opening` is the side that it starts on in print; `folio` is `none` on display
    pages, `drop` on openings (the pages after them carry heads). `medium` says which outputs
    hold it; `listed` whether contents name it; `generated` whether Seriesbook makes one where
    the author gives none. `place` orders front and back matter.
    """

    name: str
    matter: Matter
    place: int
    epub_type: str
    aria: str = ""
    template: str = "matter.xhtml.j2"
    label: str = ""
    opening: Opening = "recto"
    folio: Folio = "drop"
    medium: Literal["both", "print", "screen"] = "both"
    listed: bool = True
    generated: bool = False


_TABLE = (
    Role("cover", "front", 0, "cover", template="cover.xhtml.j2", label="cover",
         folio="none", medium="screen", listed=False, generated=True),
    Role("half-title", "front", 10, "halftitlepage", template="half-title.xhtml.j2",
         label="half-title", folio="none", medium="print", listed=False, generated=True),
    Role("title-page", "front", 20, "titlepage", template="title-page.xhtml.j2",
         label="title-page", folio="none", listed=False, generated=True),
    Role("copyright-page", "front", 30, "copyright-page", template="copyright-page.xhtml.j2",
         label="copyright-page", opening="verso", folio="none", listed=False, generated=True),
    Role("dedication", "front", 40, "dedication", "doc-dedication",
         template="display.xhtml.j2", label="dedication", folio="none", listed=False),
    Role("epigraph", "front", 50, "epigraph", "doc-epigraph",
         template="display.xhtml.j2", label="epigraph", folio="none", listed=False),
    Role("contents", "front", 60, "toc", "doc-toc", template="contents.xhtml.j2",
         label="contents", listed=False, generated=True),
    Role("foreword", "front", 70, "foreword", "doc-foreword", label="foreword"),
    Role("preface", "front", 80, "preface", "doc-preface", label="preface"),
    Role("acknowledgments", "front", 90, "acknowledgments", "doc-acknowledgments",
         label="acknowledgments"),
    Role("introduction", "front", 100, "introduction", "doc-introduction",
         label="introduction"),
    Role("part", "body", 0, "part", "doc-part", template="part.xhtml.j2", label="part",
         folio="none", generated=True),
    Role("essay", "body", 10, "chapter", "doc-chapter", template="essay.xhtml.j2"),
    Role("afterword", "back", 10, "afterword", "doc-afterword", label="afterword"),
    Role("appendix", "back", 30, "appendix", "doc-appendix", label="appendix"),
    Role("notes", "back", 40, "endnotes", "doc-endnotes", template="notes.xhtml.j2",
         label="notes", generated=True),
    Role("glossary", "back", 50, "glossary", "doc-glossary", label="glossary"),
    Role("bibliography", "back", 60, "bibliography", "doc-bibliography",
         label="bibliography"),
    Role("series-page", "back", 70, "backmatter", template="series-page.xhtml.j2",
         label="series-page", generated=True),
    Role("about-the-author", "back", 80, "contributors", label="about-the-author",
         generated=True),
    Role("license-page", "back", 90, "backmatter", template="license-page.xhtml.j2",
         label="license-page", generated=True),
    Role("colophon", "back", 100, "colophon", "doc-colophon", template="colophon.xhtml.j2",
         label="colophon", opening="next", folio="none", listed=False, generated=True),
)  # fmt: skip

ROLES: dict[str, Role] = {role.name: role for role in _TABLE}

# Other names that authors give to files and roles.
ALIASES: dict[str, str] = {
    "half-title-page": "half-title",
    "halftitle": "half-title",
    "title": "title-page",
    "titlepage": "title-page",
    "copyright": "copyright-page",
    "imprint": "copyright-page",
    "toc": "contents",
    "table-of-contents": "contents",
    "acknowledgements": "acknowledgments",
    "thanks": "acknowledgments",
    "chapter": "essay",
    "post": "essay",
    "postface": "afterword",
    "postscript": "afterword",
    "epilogue": "afterword",
    "endnotes": "notes",
    "further-reading": "bibliography",
    "references": "bibliography",
    "sources": "bibliography",
    "essays": "series-page",
    "publication-history": "series-page",
    "about": "about-the-author",
    "about-the-authors": "about-the-author",
    "author": "about-the-author",
    "authors": "about-the-author",
    "bio": "about-the-author",
    "contributors": "about-the-author",
    "license": "license-page",
    "licence": "license-page",
}


def role_name(word: str) -> str:
    """The name in ROLES that a word means; the word itself if none."""
    key = "-".join(word.lower().replace("_", " ").split())
    return ALIASES.get(key, key)
