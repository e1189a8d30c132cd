"""One style for all elements of a document that can't be told apart but by their ids.

WeasyPrint shares styles, but one with an id shares with no other, nor do those in it, and each
pseudo-element has its own, five of each element that are never shown: more than a third of the
memory of a long list of notes or essays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from weasyprint import css
from weasyprint.css import ComputedStyle, StyleFor

if TYPE_CHECKING:
    from collections.abc import Iterator

_init = StyleFor.__init__
_set_computed_styles = StyleFor.set_computed_styles
_find_style_attributes = css.find_style_attributes
_ANCHOR = "-weasy-anchor"
# These two are changed and looked through by WeasyPrint; those of pages begin with an @.
_APART = ("first-line", "first-letter", "@")


class Anchored(ComputedStyle):  # type: ignore[misc]
    """The style of an element that links can lead to: one that others have too, and its anchor.

    What has been found out about that style holds for this one.
    """

    __slots__ = ("_shared",)

    def __init__(self, shared: ComputedStyle, anchor: str) -> None:
        object.__setattr__(self, "__dict__", shared.__dict__)
        self._shared = shared
        self["anchor"] = anchor

    def __missing__(self, key: str) -> Any:
        """A value of the shared style."""
        return self._shared[key]


def find_style_attributes(tree: Any, *others: Any) -> Iterator[tuple[Any, ...]]:
    """As WeasyPrint's function of this name: what attributes of elements declare; but no ids."""
    for found in _find_style_attributes(tree, *others):
        declarations = found[2]
        name = getattr(declarations[0], "lower_name", "") if len(declarations) == 1 else ""
        if name != _ANCHOR:
            yield found


def init(self: Any, html: Any, *others: Any) -> None:
    """As WeasyPrint's constructor of styles; ids are brought in when all styles are there."""
    _init(self, html, *others)
    target_collector = others[-1]
    styles = self.get_computed_styles()
    for element in html.etree_element.iter():
        anchor = (element.tag == "a" and element.get("name")) or element.get("id")
        shared = styles.get((element, None))
        if anchor and shared is not None and not shared["anchor"]:
            styles[element, None] = Anchored(shared, anchor)
            target_collector.collect_anchor(anchor)


def set_computed_styles(
    self: Any,
    element: Any,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    """As WeasyPrint's method of this name: style an element or a pseudo-element.

    What a pseudo-element inherits and what is declared for it decide its style.
    """
    styles = self.get_computed_styles()
    key = None
    if pseudo_type and not pseudo_type.startswith(_APART) and not _is_note(styles[parent, None]):
        declared = self.get_cascaded_styles().get((element, pseudo_type), {})
        values = [(name, id(value), weight) for name, (value, weight) in declared.items()]
        key = id(styles[parent, None]), pseudo_type, tuple(values)
        known = self.__dict__.setdefault("pseudo_styles", {})
        if key in known:
            styles[element, pseudo_type] = known[key]
            return
    _set_computed_styles(self, element, parent, root, pseudo_type, base_url, target_collector)
    if key is not None and not styles[element, pseudo_type]["anchor"]:
        known[key] = styles[element, pseudo_type]


def _is_note(style: Any) -> bool:
    """Whether an element is a note that was moved elsewhere, each of which gets an anchor."""
    return bool(style["position"][0] == "note()")
