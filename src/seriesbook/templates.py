"""The templates of a theme in Jinja's sandbox, with a bound on what they may do.

A theme may come from a stranger. The sandbox keeps a template from attributes of Python; it does
not keep it from going on for ever, or from filling memory. So each turn of a loop and each call
is a step, of which a page has a number; texts may not grow beyond a size; what draws lots or
takes a width is not there.
"""

from __future__ import annotations

from functools import lru_cache, wraps
from types import GeneratorType
from typing import TYPE_CHECKING, Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateRuntimeError, nodes
from jinja2.filters import FILTERS
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from seriesbook.macroplaces import Made, innermost, line_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import Template
    from jinja2.runtime import Context

    from seriesbook.limits import Limits

# Filters and functions of Jinja that a page has a use for, and that give the same every time.
_FILTERS = (
    "abs", "attr", "batch", "capitalize", "count", "d", "default", "dictsort", "e", "escape",
    "first", "float", "forceescape", "groupby", "int", "items", "join", "last", "length", "list",
    "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "safe",
    "select", "selectattr", "sort", "string", "striptags", "sum", "title", "trim", "unique",
    "upper", "urlencode", "wordcount",
)  # fmt: skip
_FUNCTIONS = ("range", "dict", "namespace", "joiner", "cycler")
_OF_LISTS = (
    "attr", "batch", "count", "d", "default", "dictsort", "first", "groupby", "items", "join",
    "last", "length", "list", "map", "max", "min", "reject", "rejectattr", "reverse", "select",
    "selectattr", "sort", "sum", "unique",
)  # fmt: skip
# Methods of texts that make none much longer.
_METHODS = (
    "capitalize", "casefold", "count", "endswith", "find", "isdigit", "lower", "lstrip",
    "partition", "removeprefix", "removesuffix", "rpartition", "rsplit", "rstrip", "split",
    "splitlines", "startswith", "strip", "title", "upper",
)  # fmt: skip
_LARGEST_POWER = 1000  # of the numbers of a power, which grows as nothing else does


class TemplateLimitError(TemplateRuntimeError):
    """A template asks for more than a page may take."""


class _Counting(NodeTransformer):
    """Sends what a loop goes over, and each text that is joined, past the environment."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, "_counted", [], [], None, None)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return nodes.Filter(nodes.List(node.nodes), "_joined", [], [], None, None)


class SafeEnvironment(ImmutableSandboxedEnvironment):
    """Templates by name, rendered one at a time."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, templates: dict[str, str], limits: Limits) -> None:
        super().__init__(
            # named after itself, so that an error tells its template and line
            loader=FunctionLoader(lambda n: (templates[n], n, None) if n in templates else None),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_shown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._steps = self._left = limits.theme_steps
        self._made: list[Made] | None = None  # what macros make, while a line is looked for
        self._characters = limits.page_characters
        self._largest = limits.theme_number
        known, functions = self.filters, self.globals
        self.filters = {name: self._weighed(known[name]) for name in _FILTERS}
        self.filters |= {"_counted": self._counted, "_joined": self._joined}
        self.filters |= {"join": self._join, "replace": self._replace, "batch": self._batch}
        self._plain_join, self._plain_replace = known["join"], known["replace"]
        self._plain_batch = known["batch"]
        self.globals = {name: functions[name] for name in _FUNCTIONS}

    def page(self, name: str, context: dict[str, Any]) -> str:
        """Fill in a template. Raises TemplateLimitError if it takes too much."""
        self._left, self._made = self._steps, None
        pieces: list[str] = []
        size = 0
        for piece in self.get_template(name).generate(context):
            size += len(piece)
            if size > self._characters:
                raise TemplateLimitError(f"it makes more than {self._characters} characters")
            pieces.append(piece)
        return "".join(pieces)

    def source_of(self, name: str, context: dict[str, Any], line: int) -> tuple[str, int]:
        """The template and its line that make a line of a page, which is filled in anew."""
        self._left, self._made = self._steps, []
        made = self.get_template(name).generate(context)
        seen, place = 1, (name, 1)
        for piece in made:
            seen += piece.count("\n")
            if seen >= line:
                place = self._place(made, piece, line - seen + piece.count("\n"))
                # A text that ends with the line before has nothing on this one.
                if seen > line or piece.rpartition("\n")[2].strip():
                    break
        return place

    def _place(self, made: Iterator[str], piece: str, number: int) -> tuple[str, int]:
        """The template, and its line, of a line (from 0) of the text that was just yielded."""
        template, begin = self._yielding(made)
        # A text of the template itself goes on over its lines; what it prints does not.
        own = self._line_of_text(template, piece, begin)
        if own is not None:
            return template, own + number
        macro = innermost(self._made or (), piece, number)
        return (macro[0].template, self._line_of_macro(*macro)) if macro else (template, begin)

    def _yielding(self, made: Iterator[str]) -> tuple[str, int]:
        """Which line of which template has just yielded: the innermost of those that wait."""
        inner: Any = made
        while isinstance(getattr(inner, "gi_yieldfrom", None), GeneratorType):
            inner = inner.gi_yieldfrom
        name = inner.gi_frame.f_code.co_filename
        return name, self.get_template(name).get_corresponding_lineno(inner.gi_frame.f_lineno)

    def _line_of_macro(self, macro: Made, text: str) -> int:
        source = self.loader.get_source(self, macro.template)[0] if self.loader else ""
        return line_in(self.lex(source), macro.line, text)

    def _line_of_text(self, name: str, text: str, line: int) -> int | None:
        """Where a template has a text between its tags, from a line on; Jinja forgets that."""
        source = self.loader.get_source(self, name)[0] if self.loader else ""
        texts = (
            where for where, kind, value in self.lex(source) if kind == "data" and value == text
        )
        return next((where for where in texts if where >= line), None)

    def _weighed(self, apply: Callable[..., Any]) -> Callable[..., Any]:
        """A filter whose use costs steps by the size of what it is used on."""
        place = int(hasattr(apply, "jinja_pass_arg"))
        of_lists = [FILTERS[name] for name in _OF_LISTS]

        @wraps(apply)
        def weighed(*args: Any, **kwargs: Any) -> Any:
            if apply not in of_lists:
                _shown(args[place])
            self._step(1 + _length(args[place]) // 10)
            _check_numbers((*args[place + 1 :], *kwargs.values()), self._largest)
            return apply(*args, **kwargs)

        return weighed

    def _step(self, number: int = 1) -> None:
        self._left -= number
        if self._left < 0:
            raise TemplateLimitError(f"it takes more than {self._steps} steps")

    def _sized(self, size: int) -> None:
        if size > self._characters:
            raise TemplateLimitError(f"it makes more than {self._characters} characters")
        self._step(1 + size // 1000)

    def _counted(self, values: Iterable[Any]) -> Iterator[Any]:
        for value in values:
            self._step()
            yield value

    def _joined(self, values: list[Any]) -> Any:
        self._sized(sum(map(_size, values)))
        return self._plain_join(_context(self), values)

    def _join(self, values: Iterable[Any], d: Any = "", attribute: Any = None) -> Any:
        held = list(self._counted(values))
        self._sized(sum(map(_size, held)) + _size(d) * len(held))
        return self._plain_join(_context(self), held, d, attribute)

    def _replace(self, text: Any, old: Any, new: Any, count: Any = None) -> Any:
        self._sized(_size(text) + str(text).count(str(old)) * _size(new))
        return self._plain_replace(_context(self), text, old, new, count)

    def _batch(self, values: Iterable[Any], width: int, fill: Any = None) -> Any:
        self._sized(width)
        return self._plain_batch(self._counted(values), width, fill)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call a function or a macro: a step, and none with a number that is huge."""
        self._step()
        _check_numbers((*args, *kwargs.values()), self._largest)
        name = str(getattr(obj, "__name__", ""))
        if isinstance(getattr(obj, "__self__", None), str) and name not in _METHODS:
            raise TemplateLimitError(f"it calls {name!r} of a text")
        made = super().call(context, obj, *args, **kwargs)
        if isinstance(obj, Macro) and self._made is not None:
            code = obj._func.__code__
            of = super().get_template(code.co_filename)
            line = of.get_corresponding_lineno(code.co_firstlineno)
            self._made.append(Made(code.co_filename, line, str(made)))
        return made

    def wrap_str_format(self, value: Any) -> Any:
        """No text formats others: a width in it may be of any size."""
        if super().wrap_str_format(value) is not None:
            raise TemplateLimitError("it calls 'format' of a text")
        return None

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """A sum or product, unless it is huge."""
        self._step()
        if operator == "**":
            _check_numbers((left, right), _LARGEST_POWER)
        elif operator == "*" and not isinstance(left, float) and not isinstance(right, float):
            self._sized(_length(left) * _length(right))
        elif operator == "%" and isinstance(left, str):
            raise TemplateLimitError("it sets a text by %")
        elif operator == "+":
            self._sized(_length(left) + _length(right))
        return super().call_binop(context, operator, left, right)

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        """A template that another names: a step."""
        self._step()
        return super().get_template(name, *args, **kwargs)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        return super()._generate(_Counting().visit(source), *args, **kwargs)


def _shown(value: Any) -> Any:
    """What is printed: no list, whose text may be far longer than what it was made of."""
    if isinstance(value, list | tuple | dict | set | frozenset | range):
        raise TemplateLimitError("it prints a list")
    return value


def _size(value: Any) -> int:
    _shown(value)
    return len(value) if isinstance(value, str) else 10


def _length(value: Any) -> int:
    """What a value counts for in a sum or product: itself, or its length."""
    return abs(value) if isinstance(value, int) else len(value) if hasattr(value, "__len__") else 1


def _check_numbers(values: Iterable[Any], most: int) -> None:
    if any(isinstance(value, int | float) and abs(value) > most for value in values):
        raise TemplateLimitError(f"it uses a number beyond {most}")


def _context(environment: SafeEnvironment) -> Any:
    return nodes.EvalContext(environment)


@lru_cache(maxsize=4)
def environment(templates: tuple[tuple[str, str], ...], limits: Limits) -> SafeEnvironment:
    """Templates by name, compiled once for all editions of a theme."""
    return SafeEnvironment(dict(templates), limits)
