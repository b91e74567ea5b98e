"""The form that says what the columns of a history mean."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.domain.services import Service
from firstline.panel.onboarding.histories import ColumnsUnclear, Preview
from firstline.workspace import columns as names
from firstline.workspace.columns import HISTORY_COLUMNS

PREFIX = "column-"
MOST_VALUES = 3  # shown of a column

MEANINGS: Mapping[str, Promise] = {
    names.TEXT: gettext_lazy("What the customer wrote"),
    names.TOPIC: gettext_lazy("What it was about: the id of a topic"),
    names.TEMPLATE: gettext_lazy("What the agent sent: the id of a template"),
    names.RECEIVED_AT: gettext_lazy("When it came in"),
    names.CUSTOMER: gettext_lazy("Who wrote: any id that stays the same"),
    names.CONVERSATION: gettext_lazy("Conversation that it belongs to"),
    names.ID: gettext_lazy("Id of the inquiry"),
    names.RATING: gettext_lazy("Rating by the customer, 1 to 5"),
    names.AGENT: gettext_lazy("Agent who answered"),
    names.RESPONSE_SECONDS: gettext_lazy("Seconds until the answer"),
    names.REPLY: gettext_lazy("The answer as text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow:
    """One row of the form: a column of ours, and theirs for it."""

    name: str
    meaning: str | Promise
    type: str
    """Of a fact; empty for the columns that every history may have."""
    chosen: str
    fitting: int
    """Values of the suggestion that can be read as this; 0 of 0 where nothing is suggested."""
    of: int
    values: str
    """What the chosen column begins with."""

    @property
    def field(self) -> str:
        return f"{PREFIX}{self.name}"

    @property
    def fits(self) -> bool:
        return self.fitting == self.of


def column_rows(
    content: Service,
    preview: Preview,
    column_map: Mapping[str, str] | None,
    posted: Mapping[str, str],
) -> list[ColumnRow]:
    """Fill the form: with what was just posted, else with what was mapped, else as suggested."""
    rows = []
    for name, meaning, kind in _ours(content):
        guess = preview.suggested.get(name, {"theirs": "", "fitting": 0, "of": 0})
        known = guess["theirs"] if column_map is None else column_map.get(name, "")
        chosen = posted.get(f"{PREFIX}{name}", known)
        is_guess = chosen == guess["theirs"]
        rows.append(
            ColumnRow(
                name=name,
                meaning=meaning,
                type=kind,
                chosen=chosen,
                fitting=guess["fitting"] if is_guess else 0,
                of=guess["of"] if is_guess else 0,
                values=_values(preview, chosen),
            )
        )
    return rows


def _ours(content: Service) -> Iterator[tuple[str, str | Promise, str]]:
    yield from ((name, meaning, "") for name, meaning in MEANINGS.items())
    yield from ((str(fact.name), fact.description, fact.type.value) for fact in content.schema)


def _values(preview: Preview, column: str) -> str:
    if column not in preview.columns:
        return ""
    place = preview.columns.index(column)
    values = dict.fromkeys(row[place] for row in preview.rows if row[place])
    return " · ".join(list(values)[:MOST_VALUES])


def chosen_columns(posted: Mapping[str, str], content: Service, preview: Preview) -> dict[str, str]:
    """Read the form: our column → theirs, empty where there is none.

    Raises:
        ColumnsUnclear: one is chosen twice, or is none of the file's.
    """
    ours = (*HISTORY_COLUMNS, *(str(fact.name) for fact in content.schema))
    chosen = {name: posted.get(f"{PREFIX}{name}", "") for name in ours}
    _check(list(chosen.values()), preview.columns)
    return chosen


def _check(chosen: Sequence[str], known: Sequence[str]) -> None:
    for column, times in Counter(filter(None, chosen)).items():
        if column not in known:
            words = _("The file has no column “%(column)s”.")
            raise ColumnsUnclear(words % {"column": column[:80]})
        if times > 1:
            words = _("The column “%(column)s” is chosen for two things; choose it for one.")
            raise ColumnsUnclear(words % {"column": column[:80]})
