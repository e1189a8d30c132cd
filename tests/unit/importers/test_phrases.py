from __future__ import annotations

import pytest

from seriesbook.importers.phrases import is_about_author, is_count, kind_after, kind_of_line


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Leave a Reply", "comments"), ("3 thoughts on “The Price of Salt”", "comments"),
        ("12 Comments", "comments"), ("Discussion about this post", "comments"),
        ("Schreibe einen Kommentar", "comments"), ("Laisser un commentaire", "comments"),
        ("Deja un comentario", "comments"), ("Оставить комментарий", "comments"),
        ("Related posts", "related posts"), ("You might also like", "related posts"),
        ("More from Ada Tern", "related posts"), ("Ähnliche Beiträge", "related posts"),
        ("À lire aussi", "related posts"),
    ],
)  # fmt: skip
def test_what_follows_on_a_page(line: str, kind: str) -> None:
    assert kind_after(line) == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share this:", "share line"), ("Facebook Twitter Email", "share line"),
        ("Please share widely.", "share line"), ("Make sure more people see this!", "share line"),
        ("Subscribe now", "subscribe line"), ("• 13", "counts"), ("1,204 views", "counts"),
        ("4 min read", "counts"), ("Tags: salt, water", "tags"),
        ("Read more: Who Owned the Ferry?", "link to another post"),
        ("Advertisement", "advertising"), ("Skip to content", "navigation"),
        ("This site uses cookies to make it work.", "cookie notice"),
        ("Beitrag teilen", "share line"),
    ],
)  # fmt: skip
def test_lines_about_the_page(line: str, kind: str) -> None:
    assert kind_of_line(line) == kind


@pytest.mark.parametrize(
    "line",
    [
        "“Follow me,” he said.", "More is different", "Related work was done by others.", "***",
        "—", "I.", "Like a rolling stone", "He asked me to share the bread with him.",
        "Comments on Virgil", "Subscribing to a view is not the same as holding it.", "",
        "No one comments on the weather here", "Advertising and its discontents", "X", "X.",
    ],
)  # fmt: skip
def test_lines_of_a_text(line: str) -> None:
    assert kind_of_line(line) == ""
    assert kind_after(line) == ""


def test_a_long_line_is_text() -> None:
    assert kind_of_line("Share this " + "and that " * 30) == ""


@pytest.mark.parametrize("line", ["About the author", "Über die Autorin", "À propos de l’auteur"])
def test_heads_of_bios(line: str) -> None:
    assert is_about_author(line)
    assert not is_about_author(f"{line} of this strange and terrible book")


def test_counts() -> None:
    assert [text for text in ("1.2K", "14", "7", "1914–18", "XIV") if is_count(text)] == [
        "1.2K", "14",
    ]  # fmt: skip
