"""Remember the headline of every release, so that a list of them reads no files twice."""

from pathlib import Path

from firstline.domain.errors import ReleaseCorrupt
from firstline.panel.services.models import HostedService
from firstline.panel.training.models import ReleaseSummary
from firstline.release.headlines import Headline, read_headline, release_folders

AT_ONCE = 25  # one takes about 2 ms to read, so a page stays quick however many are new


def remember_new(service: HostedService) -> int:
    """Sum up releases that came since, newest first; return how many are left for later."""
    known = set(service.release_summaries.values_list("digest", flat=True))
    found = [f for f in release_folders(service.folder.store.root) if f.name not in known]
    found.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    made = [summary for folder in found[:AT_ONCE] if (summary := _summary(service, folder))]
    ReleaseSummary.objects.bulk_create(made, ignore_conflicts=True)
    return max(len(found) - AT_ONCE, 0)


def _summary(service: HostedService, folder: Path) -> ReleaseSummary | None:
    try:
        headline = read_headline(folder)
    except ReleaseCorrupt:  # its own page says so; the list shows what can be used
        return None
    return ReleaseSummary(
        service=service,
        digest=headline.digest,
        made_at=headline.made_at,
        model_part=headline.model_part,
        encoder=headline.encoder,
        target=_target(headline),
        proven=sum(g.threshold is not None for g in headline.thresholds.precision),
        pools=len(headline.thresholds.precision),
        **_numbers(headline),
    )


def _target(headline: Headline) -> float | None:
    targets = {guarantee.target for guarantee in headline.thresholds.precision}
    return targets.pop() if len(targets) == 1 else None


def _numbers(headline: Headline) -> dict[str, float | None]:
    card = headline.scorecard
    if card is None:
        return {}
    sent = card.precision.of > 0
    return {
        "cases": card.cases,
        "accuracy": card.accuracy.value,
        "coverage": card.coverage.value,
        "answerable": card.answerable.value if card.answerable and card.is_held_back else None,
        "precision": card.precision.value if sent else None,
        "precision_bound": card.precision.lower_bound if sent else None,
    }
