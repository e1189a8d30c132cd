from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seriesbook.limits import Limits
from seriesbook.svg import read_svg
from tiny import picture, said

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def read(inner: str = "", attributes: str = 'width="10" height="20"') -> tuple[str, list[str]]:
    """What is left inside of a drawing, and the problems."""
    outcome = read_svg(f"<svg {NS} {attributes}>{inner}</svg>".encode(), "x.svg")
    assert outcome.value is not None
    text = outcome.value.data.decode()
    return text[text.index(">", text.index("<svg")) + 1 : text.rindex("<")], said(outcome.problems)


@pytest.mark.parametrize(
    "inner",
    [
        '<rect width="5" height="5" fill="url(#a)" style="stroke:url(\'#b\')"/>',
        '<defs><linearGradient id="a"/></defs><use href="#a"/>',
        '<text font-family="EB Garamond">A &amp; B</text>',
        '<image href="data:image/png;base64,AAAA"/>',
        "<style>rect { fill: red }</style><rect/>",
    ],
)
def test_a_still_image_stays_as_it_is(inner: str) -> None:
    assert read(inner) == (inner, [])


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        ("<script>alert(1)</script><g/>", "<g/>"),
        ("<foreignObject><p/></foreignObject><g/>", "<g/>"),
        ('<rect onclick="x()"/>', "<rect/>"),
        ('<image href="file:///etc/passwd"/>', "<image/>"),
        ('<image href="data:image/svg+xml;base64,AAAA"/>', "<image/>"),
        ('<use href=" http://example.org/#x"/>', "<use/>"),
        ('<a href="java script:x()"><g/></a>', "<a><g/></a>"),
        ('<set attributeName="href" to="javascript:x()"/><g/>', "<g/>"),
        ('<rect fill="url(http://example.org/x)"/>', "<rect/>"),
        ('<rect style="fill:url(http://example.org/x"/>', "<rect/>"),
        ('<rect style="fill:u\\72l(http://example.org/x)"/>', "<rect/>"),
        ("<style>@import 'x.css';</style><g/>", "<g/>"),
        ("<style>g{background:image-set('x.png' 1x)}</style><g/>", "<g/>"),
    ],
)
def test_what_runs_or_loads_is_an_error(inner: str, kept: str) -> None:
    assert read(inner) == (kept, ["x.svg:1:error:svg-unsafe"])


def test_what_only_editors_need_goes_quietly() -> None:
    inner = (
        '<metadata>m</metadata><!-- c --><i:x xmlns:i="urn:i"/><g i:label="l" xmlns:i="urn:i"/>'
    )
    assert read(inner) == ("<g/>", [])


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="10" height="20"', (10, 20)),
        ('width="1in" height="72pt"', (96, 96)),
        ('viewBox="0 0 30 40"', (30, 40)),
        ('viewBox="0,0,30,40" width="60"', (60, 80)),
        ('viewBox="0 0 30 40" height="20mm"', (57, 76)),
        ('width="100%" height="100%" viewBox="0 0 30 40"', (30, 40)),
        ('width="1e999" height="nan" viewBox="0 0 0 inf"', (300, 150)),
        ("", (300, 150)),
    ],
)
def test_size(attributes: str, size: tuple[int, int]) -> None:
    drawing = read_svg(f"<svg {NS} {attributes}/>".encode(), "x.svg").value
    assert drawing is not None
    assert (drawing.width, drawing.height) == size
    assert b"viewBox" in drawing.data


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', "svg-unsafe"),
        (f"<svg {NS}>&x;</svg>", "svg-unsafe"),
        (f"<svg {NS}>", "image-broken"),
        ("<svg/>", "image-broken"),
        ("", "image-broken"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    outcome = read_svg(text.encode(), "x.svg")
    assert outcome.value is None
    assert [p.code for p in outcome.problems] == [code]


def test_the_name_of_a_public_dtd_is_harmless() -> None:
    public = '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd"'
    outcome = read_svg(f"<!DOCTYPE svg PUBLIC {public}><svg {NS}/>".encode(), "x.svg")
    assert outcome.problems == ()
    assert outcome.value is not None
    assert b"DOCTYPE" not in outcome.value.data


@given(st.binary(max_size=60), st.sampled_from(["utf-8", "utf-16"]))
def test_no_bytes_are_too_odd(data: bytes, encoding: str) -> None:
    read_svg(data, "x.svg")
    read_svg(f"<svg {NS}>{data.decode('latin-1')}</svg>".encode(encoding), "x.svg")


def test_pixels_within_a_drawing_are_bounded_too() -> None:
    data = base64.b64encode(picture(size=(30, 30))).decode()
    drawing = f'<svg {NS}><image href="data:image/png;base64,{data}"/></svg>'.encode()
    assert said(read_svg(drawing, "x.svg", Limits(image_pixels=900)).problems) == []
    outcome = read_svg(drawing, "x.svg", Limits(image_pixels=899))
    assert said(outcome.problems) == ["x.svg:1:error:svg-unsafe"]
    assert outcome.value is not None
    assert b"data:" not in outcome.value.data
