"""Styles of the marks of lists and of notes, found for the elements that have some.

WeasyPrint's own stylesheet has rules for six kinds of marks of every element, so that it works
out seven styles for each; nearly no element has any mark.
"""

from __future__ import annotations

import copy
from math import inf
from typing import TYPE_CHECKING, Any

from weasyprint.css import StyleFor, declaration_precedence

if TYPE_CHECKING:
    from collections.abc import Callable

_init = StyleFor.__init__
_call = StyleFor.__call__

_MARKS = frozenset(
    {"marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
)
# Where cssselect2's matcher keeps its selectors: lists, and lists by name.
_LISTS = ("lang_attr_selectors", "other_selectors")
_TABLES = (
    "id_selectors", "class_selectors", "lower_local_name_selectors", "namespace_selectors",
)  # fmt: skip


def init(self: Any, html: Any, sheets: Any, hints: Any, font_config: Any, targets: Any) -> None:
    """As WeasyPrint's `StyleFor.__init__`, without the styles of marks."""
    self.html, self.targets = html, targets
    self.of_marks = [(sheet, _parted(sheet)[1], *others) for sheet, *others in sheets]
    without = [(_parted(sheet)[0], *others) for sheet, *others in sheets]
    _init(self, html, without, hints, font_config, targets)


def call(self: Any, element: Any, pseudo_type: str | None = None) -> Any:
    """As WeasyPrint's `StyleFor.__call__`: the style of an element, or of a part of it."""
    if pseudo_type in _MARKS and (element, pseudo_type) not in self._computed_styles:
        _find(self, element, pseudo_type)
    return _call(self, element, pseudo_type)


def _find(self: Any, element: Any, pseudo_type: str) -> None:
    """Work out the style of a mark, if there are any rules for it."""
    wrappers = self.__dict__.get("wrappers")
    if wrappers is None:
        subtree = self.html.wrapper_element.iter_subtree()
        wrappers = self.wrappers = {one.etree_element: one for one in subtree}
    rules: dict[str, tuple[Any, Any]] | None = None
    for sheet, matcher, origin, its_specificity in self.of_marks:
        for specificity, _, pseudo, (declarations, layer) in matcher.match(wrappers[element]):
            if pseudo != pseudo_type:
                continue
            rules = {} if rules is None else rules
            order = inf if layer is None else sheet.layers.index(layer)
            for name, values, importance in declarations:
                precedence = declaration_precedence(origin, importance)
                weight = precedence, order, its_specificity or specificity
                if name not in rules or rules[name][1] <= weight:
                    rules[name] = values, weight
    if rules is None:
        return
    self._cascaded_styles[element, pseudo_type] = rules
    self.set_computed_styles(
        element,
        pseudo_type=pseudo_type,
        root=self.html.etree_element,
        parent=element,
        base_url=self.html.base_url,
        target_collector=self.targets,
    )
    del self._cascaded_styles[element, pseudo_type]


def _parted(sheet: Any) -> tuple[Any, Any]:
    """A stylesheet without the rules of marks, and what finds these."""
    parts: tuple[Any, Any] | None = sheet.__dict__.get("parted")
    if parts is None:
        without = copy.copy(sheet)
        without.matcher = _part(sheet.matcher, lambda pseudo: pseudo not in _MARKS)
        parts = sheet.parted = without, _part(sheet.matcher, lambda pseudo: pseudo in _MARKS)
    return parts


def _part(matcher: Any, wanted: Callable[[str | None], bool]) -> Any:
    """A matcher with the selectors of the wanted parts of elements alone."""

    def chosen(selectors: Any) -> list[Any]:
        return [one for one in selectors if wanted(one[3])]

    part = copy.copy(matcher)
    for name in _LISTS:
        setattr(part, name, chosen(getattr(matcher, name)))
    for name in _TABLES:
        table = {key: chosen(selectors) for key, selectors in getattr(matcher, name).items()}
        setattr(part, name, {key: selectors for key, selectors in table.items() if selectors})
    return part
