from __future__ import annotations

from typing import TYPE_CHECKING

import pyphen
import pytest

from seriesbook.hyphens import Patterns

if TYPE_CHECKING:
    from pathlib import Path

# As Pyphen itself reads it, whatever stands in its place now.
WHOLE = Patterns.__mro__[1]
TABLE = """UTF-8
% comment 1
LEFTHYPHENMIN 2
.le2t
1te
t1t
0x0
er1g2
er1g\t
"""
WORDS = ("lettergrepen", "Lettre", "tt", "", "hyphenation", "associates", "x")


@pytest.mark.parametrize("language", ["en_US", "fr", "el_GR", "et_EE", "ca", "id_ID"])
def test_patterns_are_those_of_pyphen(language: str) -> None:
    path = pyphen.LANGUAGES[language]
    ours, theirs = Patterns(path), WHOLE(path)
    assert ours.patterns.keys() == theirs.patterns.keys()
    assert ours.maxlen == theirs.maxlen
    words = [*WORDS, *(key.strip(".") * 2 for key in list(theirs.patterns)[::40])]
    for _ in range(2):
        assert [ours.positions(word) for word in words] == [theirs.positions(w) for w in words]
    assert all(
        ours.patterns[key] in {theirs.patterns[key]}
        for key in ours.patterns
        if not isinstance(ours.patterns[key], str)
    )


def test_a_pattern_is_read_when_a_word_has_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "hyph_xx.dic"
    path.write_text(TABLE, encoding="utf-8")
    ours = Patterns(path)
    assert ours.patterns == {".let": ".le2t", "te": "1te", "tt": "t1t", "erg": "er1g"}
    assert ours.positions("letter") == WHOLE(path).positions("letter") == [3]
    assert ours.patterns == {
        ".let": (3, (2,)),
        "te": (0, (1,)),
        "tt": (1, (1,)),
        "erg": "er1g",
    }


def test_other_hyphenations_are_for_pyphen_to_read(tmp_path: Path) -> None:
    path = tmp_path / "hyph_xx.dic"
    path.write_text("UTF-8\nb1ba/=,1,1\na1b\n", encoding="utf-8")
    ours, theirs = Patterns(path), WHOLE(path)
    assert ours.patterns == theirs.patterns
    assert [p.data for p in ours.positions("abba")] == [p.data for p in theirs.positions("abba")]
