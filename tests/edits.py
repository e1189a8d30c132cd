"""A tiny series that is edited at random, as values: for the test that rebuilding is right."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tiny import picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

THEMES = ("plain", "classic")
TRIMS = ("5.5x8.5in", "6x9in", "A5")
LICENSES = ("CC-BY-4.0", "CC0-1.0", "all-rights-reserved")
NOTES = ("book", "essay", "page")
WORDS = tuple("tide moon letter press ink road price reader evening harbour office fig".split())


@dataclass(frozen=True)
class Essay:
    """One essay: its name never changes, all else may."""

    name: str
    title: str
    words: tuple[str, ...]
    note: str = "A note."
    colour: int = 0
    image: bool = False
    links: bool = True

    def text(self, other: Essay) -> str:
        """Markdown, with a link to another essay."""
        lines = [f"# {self.title}", ""]
        for start in range(0, len(self.words), 40):
            lines += [f"The {' '.join(self.words[start : start + 40])}.[^{start}]", ""]
            lines += [f"[^{start}]: {self.note}", ""]
        if self.links:
            lines += [f"See [{other.title}]({other.name}.md).", ""]
        if self.image:
            lines += [f"![A square](../images/{self.name}.png)", ""]
        return "\n".join(lines)


@dataclass(frozen=True)
class State:
    """A series, whole."""

    essays: tuple[Essay, ...]
    count: int
    title: str = "Small Series"
    theme: str = THEMES[0]
    trim: str = TRIMS[0]
    license: str = LICENSES[0]
    notes: str = NOTES[0]

    def write(self, folder: Path) -> None:
        """Make a folder hold this series and nothing else; unchanged files aren't touched."""
        files = {"series.toml": self._manifest().encode()}
        for place, essay in enumerate(self.essays):
            other = self.essays[(place + 1) % len(self.essays)]
            files[f"essays/{essay.name}.md"] = essay.text(other).encode()
            if essay.image:
                mode = ("L", "RGB", "RGBA")[essay.colour % 3]
                files[f"images/{essay.name}.png"] = picture(size=(9, 4 + essay.colour), mode=mode)
        for name in ("essays", "images"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        for path in folder.rglob("*"):
            if path.is_file() and path.relative_to(folder).as_posix() not in files:
                path.unlink()
        for name, data in files.items():
            path = folder / name
            if not path.exists() or path.read_bytes() != data:
                path.write_bytes(data)

    def _manifest(self) -> str:
        order = ", ".join(f'"{essay.name}.md"' for essay in self.essays)
        return (
            f'title = "{self.title}"\nlanguage = "en"\nauthor = "Ada Example"\n'
            f'license = "{self.license}"\nissued = 2025-01-02\norder = [{order}]\n'
            f'[editions.ebook]\nformat = "epub"\ntheme = "{self.theme}"\n'
            f'[editions.paperback]\nformat = "pdf"\ntheme = "{self.theme}"\n'
            f'trim = "{self.trim}"\nnotes = "{self.notes}"\n'
        )

    def with_essay(self, place: int, **changes: object) -> State:
        """The series with one essay changed."""
        place %= len(self.essays)
        essay = replace(self.essays[place], **changes)  # type: ignore[arg-type]
        return replace(self, essays=(*self.essays[:place], essay, *self.essays[place + 1 :]))


def _words(seed: int, count: int) -> tuple[str, ...]:
    source = random.Random(seed)
    return tuple(source.choice(WORDS) for _ in range(count))


START = State(
    tuple(
        Essay(name, name.title(), _words(seed, 120), image=name == "two")
        for seed, name in enumerate(("one", "two", "three"))
    ),
    count=3,
)


def _add(state: State, place: int, value: int) -> State:
    place %= len(state.essays) + 1
    essay = Essay(f"more-{state.count}", f"More {value % 9}", _words(value, 60))
    essays = (*state.essays[:place], essay, *state.essays[place:])
    return replace(state, essays=essays, count=state.count + 1)


def _delete(state: State, place: int, value: int) -> State:
    place %= len(state.essays)
    left = state.essays[:place] + state.essays[place + 1 :]
    return replace(state, essays=left) if left else state


def _reorder(state: State, place: int, value: int) -> State:
    essays = list(state.essays)
    random.Random(value).shuffle(essays)
    return replace(state, essays=tuple(essays))


def _retitle(state: State, place: int, value: int) -> State:
    return state.with_essay(place, title=" ".join(_words(value, 1 + value % 4)).title())


def _word(state: State, place: int, value: int) -> State:
    words = list(state.essays[place % len(state.essays)].words)
    words[value % len(words)] = WORDS[value % len(WORDS)]
    return state.with_essay(place, words=tuple(words))


def _length(state: State, place: int, value: int) -> State:
    return state.with_essay(place, words=_words(value, 20 + value % 1200))


def _note(state: State, place: int, value: int) -> State:
    return state.with_essay(place, note=f"A note on {' '.join(_words(value, 1 + value % 30))}.")


def _link(state: State, place: int, value: int) -> State:
    return state.with_essay(place, links=not state.essays[place % len(state.essays)].links)


def _image(state: State, place: int, value: int) -> State:
    return state.with_essay(place, image=value % 4 > 0, colour=value % 40)


def _choose(field: str, choices: tuple[str, ...]) -> Callable[[State, int, int], State]:
    def edit(state: State, place: int, value: int) -> State:
        return replace(state, **{field: choices[value % len(choices)]})  # type: ignore[arg-type]

    return edit


EDITS: dict[str, Callable[[State, int, int], State]] = {
    "add": _add,
    "delete": _delete,
    "reorder": _reorder,
    "retitle": _retitle,
    "word": _word,
    "length": _length,
    "note": _note,
    "link": _link,
    "image": _image,
    "theme": _choose("theme", THEMES),
    "trim": _choose("trim", TRIMS),
    "license": _choose("license", LICENSES),
    "notes": _choose("notes", NOTES),
    "title": _choose("title", ("Small Series", "Another Series")),
}


@dataclass(frozen=True)
class Edit:
    """One edit by its name, and what is lost of the cache before the next build."""

    name: str
    place: int
    value: int
    lost: str

    def apply(self, state: State) -> State:
        """The series after the edit."""
        return EDITS[self.name](state, self.place, self.value)


EDIT = st.builds(
    Edit,
    st.sampled_from(sorted(EDITS)),
    st.integers(0, 5),
    st.integers(0, 5000),
    st.sampled_from(["nothing"] * 4 + ["half", "some cut short"]),
)
SCRIPT = st.lists(EDIT, min_size=1, max_size=3)


def lose(cache: Path, edit: Edit) -> None:
    """Delete half of the entries of a cache, or cut some short."""
    source = random.Random(edit.value)
    for path in sorted(path for path in cache.rglob("*") if path.is_file()):
        if edit.lost == "half" and source.random() < 0.5:
            path.unlink()
        elif edit.lost == "some cut short" and source.random() < 0.2:
            path.write_bytes(path.read_bytes()[: source.randrange(60)])
