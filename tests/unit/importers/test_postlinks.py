"""Links between an author's own posts, in every form in which one page is linked."""

from __future__ import annotations

import pytest

from seriesbook.importers.model import Post
from seriesbook.importers.postlinks import KnownPosts, same_place, token

URL = "https://www.quay.example/2020/02/boats-two/"
TWO = Post("https://quay.example/?p=12", "essay", "Two", "", url=URL, slug="boats-two")
MEDIUM = Post(
    "medium-abcdef654321", "essay", "Three", "", url="https://medium.com/@mara/three-abcdef654321"
)
LETTER = Post("substack-9", "essay", "Four", "", slug="four")


def target(url: str, *others: str) -> str:
    """Where a link of a text leads after it was closed; '' if only its words are left."""
    known = KnownPosts()
    known.add(TWO, "02-two.md", {"keel": "keel"}, TWO.key)
    known.add(MEDIUM, "03-three.md", {}, MEDIUM.key)
    known.add(LETTER, "04-four.md", {}, LETTER.key)
    known.learn_site([url, *others])
    text, _, lost = known.close(f"[w]({token(0)})", [url], "01-one.md")
    return "" if lost else text.removeprefix("[w](").removesuffix(")")


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "http://quay.example/2020/02/boats-two",
        "https://quay.example/2020/02/boats-two/?utm_source=feed&utm_medium=rss#more-12",
        "https://quay.example/?p=12",
        "https://quay.example/?preview=true&p=12",
        "https://quay.example/?page_id=12",
        "https://quay.example/index.php/2020/02/boats-two/",
        "https://quay.example/2020/02/boats-two/amp/",
        "https://quay.example/2020/02/boats-two/comment-page-1/#comment-7",
        "https://quay.example/boats-two.html",
        "/2020/02/boats-two/",
    ],
)
def test_links_to_a_post_of_the_blog(url: str) -> None:
    assert target(url) == "02-two.md"


def test_a_place_in_another_post() -> None:
    assert target(f"{URL}#keel") == "02-two.md#keel"


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/boats-two/",
        "https://quay.example/tag/boats-two/",
        "https://quay.example/wp-content/uploads/boats-two",
        "https://quay.example/?p=13",
        "https://medium.com/@other/x-aaaaaaaaaaaa",
    ],
)
def test_links_that_lead_elsewhere(url: str) -> None:
    assert target(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://medium.com/p/abcdef654321",
        "https://mara.medium.com/three-abcdef654321?source=x#9f",
        "https://medium.com/quay/renamed-abcdef654321",
    ],
)
def test_posts_of_medium_by_their_number(url: str) -> None:
    assert target(url) == "03-three.md"


def test_posts_of_substack_whose_address_the_export_does_not_say() -> None:
    own = "https://mara.substack.com/p/four?s=r"
    assert target(own) == "04-four.md"
    assert target("/p/four", own) == "04-four.md"
    assert target("https://open.substack.com/pub/mara/p/four", own) == "04-four.md"
    foreign = "https://other.substack.com/p/four"
    assert target(foreign, own, own) == foreign


def test_one_blog_in_several_countries() -> None:
    one = "https://quay.blogspot.com/2010/01/a.html"
    assert same_place("http://quay.blogspot.co.uk/2010/01/a.html?m=1") == same_place(one)
