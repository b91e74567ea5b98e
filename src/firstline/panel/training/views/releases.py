"""The list of releases, and one of them with its numbers and charts."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from firstline.analysis.pictures import Confusion, Curve, Picture
from firstline.domain.errors import ReleaseNotFound
from firstline.domain.topics import TopicId
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
from firstline.panel.training.topic_rows import (
    TOPIC_ORDERS,
    pool_row,
    pool_title,
    topic_rows,
)
from firstline.panel.training.words import expert_words, scorecard_lines
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
    rows = sorted_by(request, topic_rows(found), TOPIC_ORDERS)
    context = {
        "release": found,
        "listed": listed,
        "delta_words": percent(1 - found.service.policy.delta),
        "lines": list(scorecard_lines(found.scorecard)) if found.scorecard else [],
        "pools": [pool_row(found, guarantee) for guarantee in found.thresholds.precision],
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
        "curves": {curve.name: pool_title(found, curve.name) for curve in curves},
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
    titled = replace(curve, name=pool_title(found, curve.name))
    return curve_chart(titled, guarantee, target=target, delta=picture.delta)


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
