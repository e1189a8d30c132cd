"""The settings of a static site: its title, address, language, author, and form of addresses."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seriesbook.yaml_values import read_yaml

if TYPE_CHECKING:
    import datetime as dt

    from seriesbook.importers.archives import Supply

# File (its end) -> generator.
_FILES: dict[str, str] = {
    "_config.yml": "Jekyll", "_config.yaml": "Jekyll", "hugo.toml": "Hugo", "hugo.yaml": "Hugo",
    "config.toml": "Hugo", "config.yaml": "Hugo", "config.yml": "Hugo",
    "pelicanconf.py": "Pelican", "eleventy.config.js": "Eleventy", ".eleventy.js": "Eleventy",
}  # fmt: skip
_SETTING = re.compile(r"^(SITENAME|SITEURL|AUTHOR|DEFAULT_LANG)\s*=\s*u?[\"'](.*?)[\"']", re.M)
_PERMALINKS = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "none": "/:categories/:title.html",
}


@dataclass(frozen=True, slots=True)
class Site:
    """What a site says of itself; '' where it says nothing."""

    name: str = ""
    title: str = ""
    url: str = ""
    language: str = ""
    authors: tuple[str, ...] = ()
    permalink: str = ""

    def path(self, slug: str, day: dt.date | None) -> str:
        """The path of a post's page, by the form that the site's settings give."""
        form = self.permalink or ("/posts/:title/" if self.name == "Hugo" else _PERMALINKS["date"])
        values = {
            "title": slug, "slug": slug, "filename": slug, "categories": "", "category": "",
            "year": f"{day.year:04}" if day else "", "month": f"{day.month:02}" if day else "",
            "day": f"{day.day:02}" if day else "",
        }  # fmt: skip
        path = re.sub(r":(\w+)", lambda m: values.get(m[1], ""), form)
        return re.sub(r"/{2,}", "/", f"/{path}")


def read_site(supply: Supply) -> Site:
    """The settings in a folder; an empty Site if it has none that can be read."""
    if supply.kind == "file":
        return Site()
    found = sorted(
        (name for name in supply.names if name.rpartition("/")[2] in _FILES),
        key=lambda name: (name.count("/"), name),
    )
    if not found:
        jekyll = any("_posts/" in f"/{name}" for name in supply.names)
        return Site(name="Jekyll" if jekyll else "")
    name = found[0]
    kind = _FILES[name.rpartition("/")[2]]
    text = supply.read(name).decode("utf-8", errors="replace")
    if name.endswith(".py"):
        values: dict[str, Any] = dict(_SETTING.findall(text))
    elif name.endswith(".toml"):
        values = _toml(text)
    elif name.endswith(".js"):
        values = {}
    else:
        values = dict(read_yaml(name, text, 1, supply.limits).value.tree)
    return _site(kind, values)


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _site(kind: str, values: dict[str, Any]) -> Site:
    given = {str(key).lower().replace("_", ""): value for key, value in values.items()}

    def said(*names: str) -> str:
        found = (given.get(name) for name in names)
        return next((str(v).strip() for v in found if isinstance(v, str | int) and v), "")

    author = given.get("author")
    name = author.get("name") if isinstance(author, dict) else author
    form = said("permalink")
    url = said("url", "baseurl", "siteurl")
    return Site(
        name=kind,
        title=said("title", "sitename"),
        url=url if url.startswith("http") else "",
        language=said("lang", "languagecode", "locale", "defaultlang", "defaultcontentlanguage"),
        authors=(name,) if isinstance(name, str) and name else (),
        permalink=_PERMALINKS.get(form, form if ":" in form else ""),
    )
