"""Computed styles that the documents of one stylesheet share.

The same rules apply to each essay's paragraphs, so that WeasyPrint computes the same styles for
each document; and what is worked out for a style (its shaper, the used values of its boxes) is
kept with it. WeasyPrint writes into some styles: those are not shared any further.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css import AnonymousStyle, ComputedStyle, InitialStyle, StyleFor

from seriesbook.shortcuts.trials import forget_shapers

_set_computed_styles = StyleFor.set_computed_styles

# Styles that are kept, before all are let go: that of a `style` attribute is never met again.
_MOST = 2000
# What WeasyPrint writes into the style of a page always comes to the same.
_COUNTERS = frozenset({"counter_set", "counter_reset", "counter_increment"})


class _Watched:
    """A style that tells `shared` when somebody writes into it what does not follow from rules."""

    shared: Any
    within: Any
    _computing = 0

    def __missing__(self, key: str) -> Any:
        self._computing += 1
        try:
            return super().__missing__(key)  # type: ignore[misc]
        finally:
            self._computing -= 1

    def __setitem__(self, key: str, value: Any) -> None:
        if not self._computing:
            shared, before = self.shared, self[key]  # type: ignore[index]
            if before != value and not (shared.of_page and key in _COUNTERS):
                shared.changed = True
        super().__setitem__(key, value)  # type: ignore[misc]

    @property
    def anonymous_style(self) -> Any:
        """Style of the anonymous boxes within."""
        found = self.__dict__.get("within")
        if found is None:
            found = self.within = _WatchedAnonymous(self, self.shared)
        return found


class _WatchedAnonymous(_Watched, AnonymousStyle):  # type: ignore[misc]
    def __init__(self, parent_style: Any, shared: Any) -> None:
        super().__init__(parent_style)
        self.shared = shared


class Shared(_Watched, ComputedStyle):  # type: ignore[misc]
    """A style that any document may have.

    Attributes:
        changed: whether no other document may have it.
        of_page: whether it is that of a page or of a margin box.
        sizes: of the first page of the document that has it now.
    """

    def __init__(self, *values: Any, of_page: bool) -> None:
        super().__init__(*values)
        self.shared = self
        self.changed = False
        self.of_page = of_page

    def copy(self) -> ComputedStyle:
        """A style of one's own."""
        copy = ComputedStyle(
            self.parent_style, self.cascaded, self.pseudo_type, self.root_style,
            self.base_url, self.font_config, self.sizes,
        )  # fmt: skip
        copy.update(self)
        copy.specified = self.specified.copy()
        return copy

    @property
    def initial_page_sizes(self) -> Any:
        """Asked for lengths that follow from the size of a document's first page."""
        self.changed = True
        return self.sizes

    @initial_page_sizes.setter
    def initial_page_sizes(self, sizes: Any) -> None:
        self.sizes = sizes


class _Anchored(ComputedStyle):  # type: ignore[misc]
    """A shared style with the name of an element; what is within has to do with `base` alone."""

    def __init__(self, base: Shared, cascaded: Any) -> None:
        super().__init__(
            base.parent_style, cascaded, base.pseudo_type, base.root_style, base.base_url,
            base.font_config, base.sizes,
        )  # fmt: skip
        self.base = base
        self.anonymous_style = base.anonymous_style

    def __missing__(self, key: str) -> Any:
        value = self[key] = super().__missing__(key) if key == "anchor" else self.base[key]
        return value


def set_computed_styles(
    self: Any, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None,
    base_url: str | None = None, target_collector: Any = None,
) -> None:  # fmt: skip
    """As WeasyPrint's method of this name: set the style of an element, or a part of it."""
    styles = self._computed_styles
    is_root = element == root and pseudo_type is None
    above = None if is_root else _base(styles[parent, None])
    top = None if is_root else _base(styles[root, None])
    cascaded = self._cascaded_styles.get((element, pseudo_type), {})
    rules = {name: rule for name, rule in cascaded.items() if name != "anchor"}
    kept = self.font_config.__dict__.setdefault("styles", {})
    key = id(above), id(top), pseudo_type, base_url, tuple(map(_key, rules.items()))
    style = kept.get(key)
    if style is None or style.changed:
        if len(kept) >= _MOST:
            kept.clear()
        style = kept[key] = Shared(
            above, rules, pseudo_type, top or InitialStyle(self.font_config), base_url,
            self.font_config, self.initial_page_sizes, of_page=not hasattr(element, "tag"),
        )  # fmt: skip
    elif style.sizes is not self.initial_page_sizes:  # another document
        style.sizes = self.initial_page_sizes
        forget_shapers(style)
    if len(rules) != len(cascaded):
        style = _Anchored(style, cascaded)
    styles[element, pseudo_type] = style
    if target_collector and style["anchor"]:
        target_collector.collect_anchor(style["anchor"])


def _base(style: Any) -> Any:
    return style.base if isinstance(style, _Anchored) else style


def _key(rule: tuple[str, Any]) -> tuple[Any, ...]:
    """What tells a rule from others for as long as a style has it: its value lives so long."""
    name, (value, (precedence, layer, specificity)) = rule
    # The language of an attribute is read anew in each document.
    return name, value if name == "lang" else id(value), precedence, layer, *specificity
