"""Charts as SVG that any browser draws without script or style."""

from xml.etree import ElementTree as ET

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from firstline.panel.charts import Chart, Mark, Series, floor_of

shares = st.floats(0, 1)


def a_chart(*series: Series, bottom: float = 0.0) -> Chart:
    return Chart(
        id="a",
        title="More is answered <now>",
        x_label="answered",
        y_label="right",
        series=series,
        columns=("Answered", "Right"),
        rows=[("10 %", "95 %")],
        bottom=bottom,
    )


def drawn(chart: Chart) -> ET.Element:
    page = render_to_string("includes/_chart.html", {"chart": chart})
    return ET.fromstring(page.strip())  # noqa: S314 - our own


@pytest.mark.django_db
def test_a_chart_says_its_answer_and_the_same_numbers_as_a_table() -> None:
    line = Series(label="right", mark=Mark.LINE, points=((0.0, 1.0), (1.0, 0.5)))
    figure = drawn(a_chart(line))

    assert figure.findtext("figcaption") == "More is answered <now>"
    svg = figure.find("svg")
    assert svg is not None
    assert svg.get("role") == "img"
    assert "More is answered <now>" in svg.get("aria-label", "")
    assert [cell.text for cell in figure.iter("td")] == ["10 %", "95 %"]
    texts = {text.text for text in svg.iter("text")}
    assert {"answered", "right", "0%", "100%"} <= texts
    assert not any("style" in element.attrib for element in figure.iter())


@given(st.lists(st.tuples(shares, shares), min_size=2), shares)
def test_nothing_is_drawn_outside_the_frame(
    points: list[tuple[float, float]], bottom: float
) -> None:
    chart = a_chart(Series(label="", mark=Mark.DOTS, points=tuple(points)), bottom=bottom)
    for x, y in chart.drawn[0].dots:
        assert chart.left <= x <= chart.right
        assert chart.upper <= y <= chart.lower
    for tick in chart.y_ticks:
        assert chart.upper <= tick.place <= chart.lower


def test_a_band_goes_along_one_edge_and_back_along_the_other() -> None:
    band = Series(label="", mark=Mark.BAND, points=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)))

    assert a_chart(band).drawn[0].path.endswith("Z")


def test_intervals_are_drawn_one_by_one() -> None:
    bars = Series(label="", mark=Mark.BARS, points=((0.2, 0.1), (0.2, 0.3), (0.8, 0.7), (0.8, 0.9)))

    assert a_chart(bars).drawn[0].path.count("M") == 2


def test_a_chart_of_shares_near_one_shows_what_differs() -> None:
    assert floor_of([0.87, 0.93]) == 0.8
    assert floor_of([]) == 0.0
