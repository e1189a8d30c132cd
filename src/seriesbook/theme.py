"""How a book looks: templates, styles, words and fonts along the chain theme → parent → plain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from seriesbook.cache import key_of
from seriesbook.fonts import Typeface, cut
from seriesbook.glyphs import coverage
from seriesbook.labels import labels_for
from seriesbook.limits import USUAL, Limits
from seriesbook.pageshape import PageStyle
from seriesbook.problems import Outcome, Problem, Where
from seriesbook.stylesheets import Files, Origin, joined
from seriesbook.themefolder import ThemeFolder, read_chain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from seriesbook.cache import Cache
    from seriesbook.model import Edition, Format
    from seriesbook.rendition import Font
    from seriesbook.templates import SafeEnvironment

_FORMATS: tuple[Format, ...] = ("epub", "pdf")
_SHEETS = {
    "epub": ("book.css", "epub.css"),
    "pdf": ("page.css", "book.css", "print.css"),
    "scripts-epub": ("scripts.css", "scripts-epub.css"),
    "scripts-pdf": ("scripts.css", "scripts-print.css"),
    "folio": ("page.css", "folio.css"),
    "cover": ("cover.css",),
}
_SUFFIX = ".j2"
_USUAL_TEMPLATES = tuple(
    f"{name}.xhtml{_SUFFIX}"
    for name in ("cover-image", "cover", "title-page", "copyright-page", "contents", "essay",
                 "colophon", "page", "macros", "series-page")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme, ready for use.

    Attributes:
        chain: names, `plain` first.
        styles: the stylesheet of each format; `folio_css` draws heads and folios, `cover_css`
            the cover.
        labels: words in the series' language.
        typefaces: what `fonts` are cut from, for the colophon.
        digest: changes when anything of the theme does.
        templates: by name; a parent's one is also there as `PARENT/NAME`.
        page: what it wants of a printed page.
        scripts: more of the stylesheet of each format, for books with other scripts than Latin,
            Greek and Cyrillic.
        covered: code points that its fonts have, by family.
        own: whether the series brings some of it, so that a fault in it is the author's.
        files: what a stylesheet was joined of: that of a format by its name, its scripts as
            `scripts-FORMAT`, `folio` and `cover`.
    """

    name: str
    chain: tuple[str, ...]
    styles: Mapping[Format, str]
    folio_css: str
    cover_css: str
    labels: Mapping[str, str]
    fonts: tuple[Font, ...]
    typefaces: tuple[Typeface, ...]
    digest: str
    templates: tuple[tuple[str, str], ...]
    own: bool
    page: PageStyle = PageStyle()
    scripts: Mapping[Format, str] = field(default_factory=dict)
    covered: Mapping[str, frozenset[int]] = field(default_factory=dict)
    files: Mapping[str, Files] = field(default_factory=dict)

    def origin(self, kind: str, css: str) -> Origin:
        """Where what is said of one of its stylesheets, as it was used, is to be mended."""
        return Origin(css, self.files.get(kind, ()), self.name)

    def environment(self, limits: Limits = USUAL) -> SafeEnvironment:
        """The templates, ready to be rendered in Jinja's sandbox within limits."""
        from seriesbook.templates import environment  # noqa: PLC0415 - Jinja is slow to import

        return environment(self.templates, limits)

    def warm(self, limits: Limits = USUAL) -> None:
        """Compile the templates that most books need, so that it need not be waited for."""
        if not self.own:
            environment = self.environment(limits)
            for name in _USUAL_TEMPLATES:
                environment.get_template(name)

    def file_of(self, template: str) -> str:
        """Path of a template, as problems name it: in the last theme of the chain that has it."""
        known = dict(self.templates)
        if "/" in template:
            return f"themes/{template}"
        holders = (name for name in reversed(self.chain) if f"{name}/{template}" in known)
        return f"themes/{next(holders, self.name)}/{template}"


def load_theme(
    edition: Edition,
    language: str,
    series_folder: Path,
    cache: Cache,
    limits: Limits = USUAL,
    at: Callable[[str], Where] = lambda key: Where("series.toml"),
) -> Outcome[Theme]:
    """Read the theme of an edition.

    Args:
        edition: names the theme; its format chooses the stylesheet.
        language: BCP 47 tag of the series, for the labels.
        series_folder: may hold `themes/NAME/`, which goes before a built-in theme of that name.
        cache: keeps the fonts.
        limits: how much a theme may hold.
        at: the place of a key of the manifest.
    """
    asked = at(f"editions.{edition.name}.theme")
    found = read_chain(edition.theme, series_folder, asked, cache, limits)
    chain = found.value
    problems = list(found.problems)
    texts = [_texts(folder, problems, limits) for folder in chain]
    labels = labels_for(
        language, [(folder.path, folder.files) for folder in chain], at("language")
    )
    typefaces = _typefaces(chain)
    fonts = [cut(typeface, cache, where) for typeface, where in typefaces]
    styles = {name: _joined(chain, texts, *files) for name, files in _SHEETS.items()}
    problems += [*labels.problems, *(problem for font in fonts for problem in font.problems)]
    theme = Theme(
        name=edition.theme,
        chain=tuple(folder.name for folder in chain),
        styles={form: styles[form][0] for form in _FORMATS},
        scripts={form: styles[f"scripts-{form}"][0] for form in _FORMATS},
        folio_css=styles["folio"][0],
        cover_css=styles["cover"][0],
        files={name: files for name, (_, files) in styles.items()},
        labels=labels.value,
        fonts=tuple(one for font in fonts for one in font.value),
        typefaces=tuple(typeface for typeface, _ in typefaces),
        digest=_digest(chain, (one.digest for font in fonts for one in font.value)),
        templates=_templates(chain, texts),
        page=PageStyle(**{key: value for folder in chain for key, value in folder.page}),
        own=any(folder.own for folder in chain),
        covered=coverage((one for font in fonts for one in font.value), cache),
    )
    return Outcome(theme, tuple(problems))


def _texts(folder: ThemeFolder, problems: list[Problem], limits: Limits) -> dict[str, str]:
    """Decode a folder's templates and styles; one of the series' own is looked at first."""
    texts: dict[str, str] = {}
    for name, data in folder.files.items():
        path = f"{folder.path}/{name}"
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            where = Where(path, data.count(b"\n", 0, error.start) + 1)
            mend = "Save it as UTF-8 in your editor."
            problems.append(Problem(where, "encoding", "this file is not UTF-8.", mend))
            continue
        found = (
            tuple(_refusals(path, text, limits)) if folder.own and name.endswith(".css") else ()
        )
        problems += found
        if not found:
            texts[name] = text
            if folder.own and name.endswith(".css"):
                problems += _unreadable(path, text)
    return texts


def _unreadable(path: str, css: str) -> Iterator[Problem]:
    """What of a stylesheet is no CSS, which e-readers and the engine pass over."""
    from seriesbook.activecontent import parse_errors  # noqa: PLC0415 - for themes of series alone
    from seriesbook.enginewords import MEND_CSS, UNREADABLE  # noqa: PLC0415

    for line, column, why in parse_errors(css):
        where, said = Where(path, line, column), UNREADABLE.format(why=why)
        yield Problem(where, "css-ignored", said, MEND_CSS, "warning")


def _refusals(path: str, css: str, limits: Limits) -> Iterator[Problem]:
    """Why a stylesheet is not used: it loads something, or is beyond measure."""
    from seriesbook.activecontent import unsafe_css  # noqa: PLC0415 - for themes of series alone

    selectors = css.count("{") + css.count(",")
    if selectors > limits.theme_rules:
        yield Problem(
            Where(path),
            "file-too-large",
            f"this stylesheet has {selectors} selectors and values; {limits.theme_rules} are"
            " allowed.",
            "Make it smaller, or raise `theme_rules` in [limits] of series.toml.",
        )
        return
    for line, what in unsafe_css(css, limits):
        yield Problem(
            Where(path, line),
            "theme-unsafe",
            f"the stylesheet has {what}.",
            "Remove it: a theme loads nothing; its fonts are named in theme.toml.",
        )


def _typefaces(chain: tuple[ThemeFolder, ...]) -> tuple[tuple[Typeface, Where], ...]:
    """The typefaces of the last theme that names any, which are not mixed with its parents', and
    where it does.
    """
    for folder in reversed(chain):
        if folder.typefaces:
            return tuple(
                (face, folder.at(f"fonts.{number}.package"))
                for number, face in enumerate(folder.typefaces)
            )
    return ()


def _joined(
    chain: tuple[ThemeFolder, ...], texts: list[dict[str, str]], *names: str
) -> tuple[str, Files]:
    """Styles of a chain, parents first, so that a theme writes only what differs."""
    return joined(
        (f"{folder.path}/{name}", layer[name])
        for folder, layer in zip(chain, texts, strict=True)
        for name in names
        if name in layer
    )


def _digest(chain: tuple[ThemeFolder, ...], fonts: Iterable[str]) -> str:
    parts: list[bytes | str] = []
    for folder in chain:
        parts.append(folder.name)
        for name in sorted(folder.files):
            parts += [name, folder.files[name]]
    return key_of(*parts, *fonts)


def _templates(
    chain: tuple[ThemeFolder, ...], texts: list[dict[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Templates by name, found in the last theme that has one.

    `plain/essay.xhtml.j2` names the one of a certain theme, so that a child can extend it.
    """
    templates: dict[str, str] = {}
    for folder, layer in zip(chain, texts, strict=True):
        for name, text in layer.items():
            if name.endswith(_SUFFIX):
                templates[name] = templates[f"{folder.name}/{name}"] = text
    return tuple(templates.items())
