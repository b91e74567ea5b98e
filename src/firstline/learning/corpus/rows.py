"""One row of a history file becomes a case, or is refused with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from firstline.domain.cases import Case
from firstline.domain.facts import FactName, FactValue
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.services import Service
from firstline.learning.corpus.cells import (
    read_fact,
    read_moment,
    read_rating,
    read_seconds,
    read_text,
    read_word,
)
from firstline.learning.corpus.columns import Columns
from firstline.learning.corpus.labels import LabelReader, Relabel, label_reader
from firstline.learning.corpus.reports import RejectedRow, RejectReason
from firstline.text import prepare
from firstline.workspace import columns as names

FIRST_MADE_UP_TIME = datetime(2000, 1, 1, tzinfo=UTC)
BETWEEN_MADE_UP_TIMES = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowReader:
    service: Service
    columns: Columns
    labels: LabelReader
    relabel: Relabel

    def case(self, values: Mapping[str, object], *, number: int) -> Case:
        """Read one row.

        Args:
            values: the file's column → value.
            number: of the row in the file, 1-based; stands in for what the file does not say.

        Raises:
            RejectedRow: with the first thing wrong.
        """
        row = {ours: values.get(theirs) for ours, theirs in self.columns.theirs.items()}
        inquiry = self._inquiry(row, number)
        topic = read_word(row.get(names.TOPIC), names.TOPIC)
        template = read_word(row.get(names.TEMPLATE), names.TEMPLATE)
        topic_id, template_id = self.labels.read(self.relabel(topic, template), template)
        return Case(
            inquiry=inquiry,
            topic_id=topic_id,
            template_id=template_id,
            agent_id=read_word(row.get(names.AGENT), names.AGENT),
            rating=read_rating(row.get(names.RATING)),
            response_seconds=read_seconds(row.get(names.RESPONSE_SECONDS)),
            reply=prepare(read_text(row.get(names.REPLY), names.REPLY)).text,
        )

    def _inquiry(self, row: Mapping[str, object], number: int) -> Inquiry:
        text = prepare(read_text(row[names.TEXT], names.TEXT)).text
        if not text:
            raise RejectedRow(RejectReason.NO_TEXT, "there is no text, or nothing but markup")
        conversation = read_word(row.get(names.CONVERSATION), names.CONVERSATION)
        # Without a customer, a conversation is of one person, and a lone row is nobody else's.
        stand_in = f"conversation:{conversation}" if conversation else f"row:{number}"
        return Inquiry(
            id=InquiryId(read_word(row.get(names.ID), names.ID) or str(number)),
            text=text,
            received_at=self._received_at(row, number),
            facts=self._facts(row),
            conversation_id=conversation,
            customer_id=read_word(row.get(names.CUSTOMER), names.CUSTOMER) or stand_in,
        )

    def _received_at(self, row: Mapping[str, object], number: int) -> datetime:
        if names.RECEIVED_AT not in row:
            return FIRST_MADE_UP_TIME + BETWEEN_MADE_UP_TIMES * number
        return read_moment(row[names.RECEIVED_AT], self.service.zone)

    def _facts(self, row: Mapping[str, object]) -> dict[FactName, FactValue]:
        zone = self.service.zone
        return {
            fact.name: read_fact(fact, row.get(fact.name), zone) for fact in self.service.schema
        }


def row_reader(service: Service, columns: Columns, relabel: Relabel) -> RowReader:
    says_what_was_sent = names.TEMPLATE in columns or names.REPLY in columns
    labels = label_reader(service, file_says_what_was_sent=says_what_was_sent)
    return RowReader(service=service, columns=columns, labels=labels, relabel=relabel)
