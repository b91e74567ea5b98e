"""Find what a job is to learn from, or to compare on."""

from datetime import timedelta

from firstline.domain.errors import HistoryError
from firstline.learning.corpus import parse_column_map
from firstline.learning.retraining.material import Sources
from firstline.panel.services.models import HostedService
from firstline.panel.training.asking import Material
from firstline.panel.training.histories import has_journal, history_named
from firstline.work.annotating import record_all_answers


def sources_of(service: HostedService, material: Material) -> Sources:
    """Turn the names of a form into files; what people annotated is in the journal by then.

    Raises:
        HistoryError: the history is gone, or nothing is named.
    """
    journal = service.folder.journal if material.journal and has_journal(service) else None
    if journal:
        record_all_answers(service)
    history = history_named(service, material.history) if material.history else None
    if journal is None and history is None:
        raise HistoryError(
            "there is nothing to learn from: the journal is empty and no history is chosen; "
            "upload one"
        )
    return Sources(
        journal=journal,
        history=history.path if history else None,
        column_map={
            **(history.column_map if history else {}),
            **parse_column_map(material.columns),
        },
        last=timedelta(days=material.days) if material.days else None,
    )
