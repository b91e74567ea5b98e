"""The charts of a release: what its curve, its probabilities and its promises look like."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from firstline.analysis.pictures import Curve, CurvePoint, Picture, ReliabilityBin
from firstline.domain.guarantees import PrecisionGuarantee
from firstline.panel.charts import Chart, Mark, Series, floor_of
from firstline.panel.tags import percent

DIAGONAL = ((0.0, 0.0), (1.0, 1.0))


def curve_chart(
    curve: Curve, guarantee: PrecisionGuarantee | None, *, target: float, delta: float
) -> Chart:
    """Draw precision against coverage with its band, and the target as a line."""
    lowest = [point.lower_bound for point in curve.points]
    return Chart(
        id="curve",
        title=_curve_answer(curve, guarantee, target),
        x_label=_("answered automatically"),
        y_label=_("right among them"),
        series=tuple(_curve_series(curve, guarantee, target=target, delta=delta)),
        columns=(
            _("Answered"),
            _("Threshold"),
            _("Right"),
            _("At least"),
            _("At most"),
            _("Cases"),
        ),
        rows=[_curve_row(point) for point in curve.points],
        note=_("From the calibration cases, which taught the model nothing."),
        bottom=floor_of([*lowest, target]),
    )


def _curve_series(
    curve: Curve, guarantee: PrecisionGuarantee | None, *, target: float, delta: float
) -> Iterator[Series]:
    low = [(point.coverage, point.lower_bound) for point in curve.points]
    high = [(point.coverage, point.upper_bound) for point in curve.points]
    yield Series(
        label=_("%(sure)s sure, for each point alone") % {"sure": percent(1 - delta)},
        mark=Mark.BAND,
        points=(*low, *reversed(high)),
    )
    yield Series(
        label=_("right among the answered"),
        mark=Mark.LINE,
        points=tuple((point.coverage, point.precision) for point in curve.points),
    )
    yield Series(
        label=_("promised: %(target)s") % {"target": percent(target)},
        mark=Mark.RULE,
        points=((0.0, target), (1.0, target)),
    )
    if guarantee and guarantee.threshold is not None and guarantee.answered:
        chosen = (guarantee.answered / guarantee.cases, guarantee.right / guarantee.answered)
        yield Series(label=_("the threshold in use"), mark=Mark.DOTS, points=(chosen,))


def _curve_row(point: CurvePoint) -> tuple[str, ...]:
    return (
        percent(point.coverage),
        f"{point.threshold:.2f}",
        percent(point.precision),
        percent(point.lower_bound),
        percent(point.upper_bound),
        f"{point.right} / {point.answered}",
    )


def _curve_answer(curve: Curve, guarantee: PrecisionGuarantee | None, target: float) -> str:
    names = {"name": curve.name, "target": percent(target)}
    if guarantee is None:
        best = max((p.coverage for p in curve.points if p.lower_bound >= target), default=0.0)
        words = _("%(name)s: up to %(share)s look answerable at %(target)s right")
        return words % {**names, "share": percent(best)}
    if guarantee.threshold is None:
        return _("%(name)s: no threshold is proven to be right in %(target)s") % names
    share = percent(guarantee.answered / guarantee.cases)
    words = _("%(name)s: %(share)s are answered, and at least %(target)s of them are right")
    return words % {**names, "share": share}


def reliability_chart(picture: Picture) -> Chart:
    """Draw how often replies were right against how probable that was said to be."""
    bins = picture.reliability
    ends = [(b.said, bound) for b in bins for bound in (b.lower_bound, b.upper_bound)]
    return Chart(
        id="reliability",
        title=_reliability_answer(picture),
        x_label=_("said to be right with"),
        y_label=_("was right"),
        series=(
            Series(label=_("exactly as said"), mark=Mark.RULE, points=DIAGONAL),
            Series(
                label=_("interval, %(sure)s sure") % {"sure": percent(1 - picture.delta)},
                mark=Mark.BARS,
                points=tuple(ends),
            ),
            Series(
                label=_("the best reply"),
                mark=Mark.DOTS,
                points=tuple((b.said, b.was) for b in bins),
            ),
        ),
        columns=(_("Said"), _("Was right"), _("At least"), _("At most"), _("Cases")),
        rows=[
            (
                percent(b.said),
                percent(b.was),
                percent(b.lower_bound),
                percent(b.upper_bound),
                f"{b.right} / {b.cases}",
            )
            for b in bins
        ],
    )


def _reliability_answer(picture: Picture) -> str:
    off = {"points": f"{100 * picture.calibration_error:.1f}"}
    too_sure = sum(b.cases for b in picture.reliability if _is_too_sure(b))
    too_careful = sum(b.cases for b in picture.reliability if b.lower_bound > b.said)
    if too_sure > too_careful:
        return _("Probabilities are off by %(points)s points on average: rather too sure") % off
    if too_careful > too_sure:
        return _("Probabilities are off by %(points)s points on average: rather careful") % off
    return _("Probabilities are off by %(points)s points on average, to neither side") % off


def _is_too_sure(one: ReliabilityBin) -> bool:
    return one.upper_bound < one.said
