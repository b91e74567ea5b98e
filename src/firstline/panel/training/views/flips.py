"""The inquiries that two releases treat differently: by kind and topic, page by page."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from firstline.analysis.comparison import Comparison
from firstline.analysis.flips import FlipSample
from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.jobs.kinds import shown_at
from firstline.panel.jobs.models import Job
from firstline.panel.lists import page_of, sorted_by
from firstline.panel.training.comparison_words import FLIPS
from firstline.panel.training.kinds import ModelJob
from firstline.panel.training.names import Names, names_for
from firstline.panel.training.results import COMPARED, RETRAINED

PER_PAGE = 20
ORDERS = {"received": lambda sample: sample.received_at}
COMPARING = (ModelJob.COMPARE, ModelJob.RETRAIN)


@service_page(Permission.READ)
def flips(request: ServiceRequest, job_id: UUID) -> HttpResponse:
    """Show what was kept of them: `?kind=…&topic=…`, as agents labelled it."""
    job = get_object_or_404(request.service.jobs, pk=job_id, kind__in=COMPARING)
    comparison = _comparison(job)
    kind, topic = request.GET.get("kind", ""), request.GET.get("topic", "")
    samples = [s for s in comparison.samples if kind in ("", s.flip)]
    wanted = [s for s in samples if topic in ("", s.topic_id)]
    names = names_for(request.service, comparison)
    counts = comparison.flips
    context = {
        "comparison_at": shown_at(job, request.membership),
        "kinds": [(each, FLIPS[each], counts[each]) for each in FLIPS if counts.get(each)],
        "kind": kind,
        "all": sum(count for each, count in counts.items() if kind in ("", each)),
        "kept": len(samples),
        "topic": topic,
        "topics": _topics(samples, names),
        "names": names,
        "flip_words": FLIPS,
        "page": page_of(request, sorted_by(request, wanted, ORDERS), per_page=PER_PAGE),
    }
    return render(request, "training/flips.html", context)


def _comparison(job: Job) -> Comparison:
    if not job.result:
        raise Http404
    if job.kind == ModelJob.COMPARE:
        return COMPARED.validate_python(job.result).comparison
    return RETRAINED.validate_python(job.result).comparison


def _topics(samples: list[FlipSample], names: Names) -> list[tuple[str, str]]:
    """List the topics that there are samples of, by name."""
    there = {sample.topic_id for sample in samples if sample.topic_id}
    named: Mapping[str, str] = {topic: names.topics.get(topic, topic) for topic in there}
    return sorted(named.items(), key=lambda pair: pair[1].casefold())
