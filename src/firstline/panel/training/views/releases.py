"""The list of releases, and one of them with its numbers and charts."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.analysis.pictures import Confusion, Curve, Picture
from firstline.domain.errors import ReleaseNotFound
from firstline.domain.guarantees import PrecisionGuarantee
from firstline.domain.scorecards import TopicScore
from firstline.domain.topics import Topic, TopicId
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.lists import page_of, sorted_by
from firstline.panel.services.live import live_release, release_of
from firstline.panel.tags import percent
from firstline.panel.training.curve_charts import curve_chart, reliability_chart
from firstline.panel.training.drawing import draw_again, drawn, picture_in
from firstline.panel.training.forms import PromoteForm
from firstline.panel.training.listing import Listed, Origin, listed_releases
from firstline.panel.training.promoting import brings_other_content, promote
from firstline.panel.training.summaries import remember_new
from firstline.panel.training.words import (
    bound_words,
    expert_words,
    promise_words,
    scorecard_lines,
)
from firstline.release.records import Release

ORDERS = {
    "made": lambda row: -row.summary.made_at.timestamp(),
    "coverage": lambda row: row.summary.answerable or row.summary.coverage or 0.0,
    "precision": lambda row: row.summary.precision or 0.0,
    "accuracy": lambda row: row.summary.accuracy or 0.0,
}


@service_page(Permission.READ)
def releases(request: ServiceRequest) -> HttpResponse:
    left = remember_new(request.service)
    found = listed_releases(request.service)
    rows = sorted_by(request, [row for row in found if _is_wanted(request, row)], ORDERS)
    context = {
        "page": page_of(request, rows),
        "left": left,
        "encoders": sorted({row.summary.encoder for row in found}),
        "origins": [(origin.value, origin.words) for origin in Origin],
        "is_empty": not found,
    }
    return render(request, "training/releases.html", context)


def _is_wanted(request: ServiceRequest, row: Listed) -> bool:
    origin, encoder = request.GET.get("from"), request.GET.get("encoder")
    state = request.GET.get("state")
    is_in_state = {
        "live": row.is_live,
        "once": row.is_live or row.was_live,
        "canary": row.is_canary,
    }
    return (
        (not origin or row.origin == origin)
        and (not encoder or row.summary.encoder == encoder)
        and (not state or is_in_state.get(state, True))
    )


@service_page(Permission.READ)
def release(request: ServiceRequest, digest: str) -> HttpResponse:
    found = _release(request, digest)
    remember_new(request.service)
    listed = next(
        (r for r in listed_releases(request.service) if r.summary.digest == found.digest), None
    )
    live = live_release(request.service)
    chosen = TopicId(request.GET.get("topic", ""))
    rows = sorted_by(request, _topic_rows(found), TOPIC_ORDERS)
    context = {
        "release": found,
        "listed": listed,
        "delta_words": percent(1 - found.service.policy.delta),
        "lines": list(scorecard_lines(found.scorecard)) if found.scorecard else [],
        "pools": [_pool(guarantee) for guarantee in found.thresholds.precision],
        "expert": expert_words(found.thresholds.expert),
        "page": page_of(request, rows),
        "chosen": chosen,
        "live": live,
        "other_content": brings_other_content(found, live),
        "promote_form": PromoteForm(),
    }
    return render(request, "training/release.html", context)


def _release(request: ServiceRequest, digest: str) -> Release:
    try:
        return release_of(request.service, digest)
    except ReleaseNotFound as error:
        raise Http404 from error


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRow:
    name: str
    topics: int
    threshold: str
    evidence: str
    promise: str
    is_proven: bool


def _pool(guarantee: PrecisionGuarantee) -> PoolRow:
    is_proven = guarantee.threshold is not None
    return PoolRow(
        name=guarantee.name,
        topics=len(guarantee.topics),
        threshold=f"{guarantee.threshold:.2f}" if guarantee.threshold is not None else "–",
        evidence=_("%(right)s of %(answered)s right, of %(cases)s cases")
        % {
            "right": f"{guarantee.right:,}",
            "answered": f"{guarantee.answered:,}",
            "cases": f"{guarantee.cases:,}",
        },
        promise=promise_words(guarantee),
        is_proven=is_proven,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    topic: Topic
    score: TopicScore
    accuracy: str
    accuracy_words: str
    precision: str
    precision_words: str
    pool: str
    is_proven: bool
    promise: str


TOPIC_ORDERS = {
    "cases": lambda row: -row.score.cases,
    "name": lambda row: row.topic.name.casefold(),
    "accuracy": lambda row: row.score.accuracy.value,
    "answered": lambda row: row.score.answered,
    "precision": lambda row: row.score.precision.value,
}


def _topic_rows(found: Release) -> list[TopicRow]:
    if found.scorecard is None:
        return []
    return [_topic_row(found, score) for score in found.scorecard.topics]


def _topic_row(found: Release, score: TopicScore) -> TopicRow:
    guarantee = found.thresholds.of(score.topic_id)
    accuracy, precision = score.accuracy, score.precision
    return TopicRow(
        topic=found.service.topics[score.topic_id],
        score=score,
        accuracy=percent(accuracy.value) if accuracy.of else "–",
        accuracy_words=bound_words(accuracy),
        precision=percent(precision.value) if precision.of else "–",
        precision_words=bound_words(precision),
        pool=guarantee.name if guarantee else "",
        is_proven=guarantee is not None and guarantee.threshold is not None,
        promise=promise_words(guarantee) if guarantee else _("no promise: experts answer"),
    )


@service_page(Permission.READ, to_change=Permission.TRAIN)
def charts(request: ServiceRequest, digest: str) -> HttpResponse:
    """Show what is drawn; the page asks again until it is there."""
    found = _release(request, digest)
    if request.method == "POST":
        draw_again(request.service, found.digest)
        return redirect("models-one", request.service.slug, found.digest)
    remembered = drawn(request.service, found.digest)
    picture = picture_in(remembered)
    context = {
        "release": found,
        "job": remembered.job,
        "picture": picture,
        "chosen": request.GET.get("topic", ""),
        **(_drawn(picture, found, request.GET.get("topic", "")) if picture else {}),
    }
    return render(request, "training/_charts.html", context)


def _drawn(picture: Picture, found: Release, chosen: str) -> dict[str, object]:
    curves = (*picture.pools, *picture.topics)
    curve = next((curve for curve in curves if curve.name == chosen), None) or _largest(picture)
    return {
        "curves": [curve.name for curve in dict.fromkeys(curves)],
        "chosen": curve.name if curve else chosen,
        "curve": _curve_of(curve, picture, found) if curve else None,
        "reliability": reliability_chart(picture) if picture.reliability else None,
        "confusions": [(c, _names(found, c), percent(c.cases / c.of)) for c in picture.confusions],
    }


def _largest(picture: Picture) -> Curve | None:
    drawable = [pool for pool in picture.pools if pool.points]
    return max(drawable, key=lambda pool: pool.points[-1].cases, default=None)


def _curve_of(curve: Curve, picture: Picture, found: Release) -> object:
    own = {guarantee.name: guarantee for guarantee in found.thresholds.precision}
    guarantee = own.get(curve.name)
    pool = guarantee or found.thresholds.of(curve.topics[0])
    target = pool.target if pool else found.service.policy.target_precision
    return curve_chart(curve, guarantee, target=target, delta=picture.delta)


def _names(found: Release, confusion: Confusion) -> tuple[str, str]:
    topics = found.service.topics
    return topics[confusion.labelled].name, topics[confusion.found].name


@service_page(Permission.READ)
def confused(request: ServiceRequest, digest: str, labelled: str, found: str) -> HttpResponse:
    """Show inquiries that were labelled as one topic and taken for another."""
    shown = _release(request, digest)
    picture = picture_in(drawn(request.service, shown.digest))
    pairs = picture.confusions if picture else ()
    confusion = next((c for c in pairs if (c.labelled, c.found) == (labelled, found)), None)
    if confusion is None:
        raise Http404
    names = _names(shown, confusion)
    context = {"release": shown, "confusion": confusion, "names": names}
    return render(request, "training/confused.html", context)


@require_POST
@service_page(Permission.READ, to_change=Permission.PUBLISH)
def promote_release(request: ServiceRequest, digest: str) -> HttpResponse:
    found = _release(request, digest)
    form = PromoteForm(request.POST)
    if form.is_valid():
        promote(request.service, found.digest, by=request.user, **form.cleaned_data)
        words = _("Release %(release)s is live.") % {"release": found.digest[:12]}
        messages.success(request, words)
    return redirect("models-one", request.service.slug, found.digest)
