"""A service for a labelled data set that comes without templates, rules or facts."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from firstline.domain.errors import HistoryError
from firstline.domain.facts import FactSchema
from firstline.domain.policy import Policy
from firstline.domain.services import Service
from firstline.domain.templates import Language, Template, TemplateId
from firstline.domain.topics import Topic, TopicId, TopicTree
from firstline.learning.corpus.cells import read_word
from firstline.learning.corpus.columns import find_columns
from firstline.learning.corpus.importing import NO_MAP
from firstline.learning.corpus.reports import RejectedRow
from firstline.learning.corpus.tables import Row, open_table
from firstline.workspace.columns import TOPIC

ENGLISH = Language("en")


def service_from_labels(
    name: str,
    topics: Sequence[str],
    *,
    without_template: Collection[str] = (),
    encoder: str = "all-MiniLM-L6-v2",
    policy: Policy | None = None,
) -> Service:
    """Make a flat service in English: each label is a topic with one reply that always applies.

    Args:
        name: of the service.
        topics: the labels of the data set.
        without_template: labels that no reply is right for, such as `oos` for out of scope.
        encoder: a name of the encoder registry.
        policy: what to promise; the usual policy if not given.
    """
    labels = list(dict.fromkeys(topics))
    return Service(
        name=name,
        languages=(ENGLISH,),
        time_zone="UTC",
        encoder=encoder,
        schema=FactSchema(()),
        policy=policy or Policy(),
        topics=TopicTree(tuple(Topic(id=TopicId(label), name=_words(label)) for label in labels)),
        templates=tuple(_reply(label) for label in labels if label not in without_template),
    )


def read_labels(path: Path, *, column_map: Mapping[str, str] = NO_MAP) -> tuple[str, ...]:
    """List the topics that a data set names, in the order of their first rows.

    Raises:
        HistoryError: the file cannot be read, or has no column for the topic.
    """
    with open_table(path) as table:
        columns = find_columns(table.columns, FactSchema(()), column_map)
        if TOPIC not in columns:
            raise HistoryError(f"{path.name}: there is no column `{TOPIC}`; name one with --map")
        values = [columns.value(row.values, TOPIC) for row in table.rows if isinstance(row, Row)]
    return tuple(dict.fromkeys(label for label in map(_label, values) if label))


def _label(value: object) -> str:
    try:
        return read_word(value, TOPIC)
    except RejectedRow:  # the import will say so
        return ""


def _words(label: str) -> str:
    return label.replace("_", " ").strip().capitalize()


def _reply(label: str) -> Template:
    return Template(
        id=TemplateId(f"reply_{label}"),
        topics=(TopicId(label),),
        texts={ENGLISH: f"Here is our reply about “{_words(label)}”."},
        rule="always",
    )
