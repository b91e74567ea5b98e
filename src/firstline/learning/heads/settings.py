"""What is tried for each head; the best on held-out cases stays."""

from collections.abc import Sequence
from itertools import product

from firstline.domain.model_parts import Head
from firstline.learning.heads.linear import Setting

FEW = 30
"""Examples per topic below which embeddings are weighed more, and names of topics are taught."""

# Around the optimum on BANKING77's own training part; facts help only where there are any.
SETTINGS = tuple(
    Setting(penalty=penalty, embedding_scale=2.0, fact_scale=facts)
    for penalty, facts in product((0.3, 1.0), (0.3, 0.1))
)
FEW_SETTINGS = tuple(
    Setting(penalty=1.0, embedding_scale=scale, fact_scale=facts)
    for scale, facts in product((2.0, 4.0), (0.3, 0.1))
)
LOGISTIC = tuple(
    Setting(head=Head.LOGISTIC, penalty=penalty, embedding_scale=2.0, fact_scale=0.3)
    for penalty in (10.0, 30.0)
)
CENTROID = (Setting(head=Head.CENTROID, penalty=0.0, embedding_scale=1.0, fact_scale=0.0),)


def settings_for(
    head: Head, per_topic: float, *, has_facts: bool, svm: Sequence[Setting] | None = None
) -> list[Setting]:
    """List what to try; `svm` replaces the settings of that head."""
    machines = svm or (FEW_SETTINGS if per_topic < FEW else SETTINGS)
    tried: dict[Head, Sequence[Setting]] = {
        Head.SVM: machines if has_facts else _without_facts(machines),
        Head.LOGISTIC: LOGISTIC,
        Head.CENTROID: CENTROID,
    }
    if head in tried:
        return list(tried[head])
    blended = (Head.SVM, Head.LOGISTIC, Head.CENTROID)[: 3 if per_topic < FEW else 2]
    return [setting for name in blended for setting in tried[name]]


def _without_facts(settings: Sequence[Setting]) -> list[Setting]:
    seen: dict[tuple[float, float], Setting] = {}
    for setting in settings:
        seen.setdefault((setting.penalty, setting.embedding_scale), setting)
    return list(seen.values())
