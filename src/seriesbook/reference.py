"""The keys of series.toml as a Markdown table, for the guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from seriesbook import manifest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

_TABLES: tuple[tuple[str, type[BaseModel]], ...] = (
    ("The series", manifest.Manifest),
    ("`[[authors]]`", manifest.PersonTable),
    ("`license = { … }`", manifest.LicenseTable),
    ("`collection = { … }`", manifest.CollectionTable),
    ("`[[parts]]`", manifest.PartTable),
    ("`[editions.NAME]`", manifest.EditionTable),
    ("`[limits]`", manifest.LimitsTable),
)


def reference() -> str:
    """Every key with its meaning, its values and its default."""
    return "\n".join(line for title, model in _TABLES for line in _section(title, model))


def _section(title: str, model: type[BaseModel]) -> Iterator[str]:
    yield from (f"### {title}", "", "| key | what it says | default |", "|---|---|---|")
    properties = model.model_json_schema(mode="validation")["properties"]
    required = model.model_json_schema(mode="validation").get("required", [])
    for key, entry in properties.items():
        default = "(needed)" if key in required else _shown(entry.get("default"))
        yield f"| `{key}` | {entry['description']}{_values(entry)} | {default} |"
    yield ""


def _values(entry: dict[str, Any]) -> str:
    return f" One of: {', '.join(f'`{v}`' for v in entry['enum'])}." if "enum" in entry else ""


def _shown(value: Any) -> str:
    if type(value) is int:
        return f"`{value:_}`"
    return f"`{value}`" if value and not isinstance(value, dict) else ""
