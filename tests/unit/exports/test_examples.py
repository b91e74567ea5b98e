import hashlib
import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.builders import CARD_FACTS, CHARGED_TWICE, MONDAY, a_service

from firstline.connectors.openai_compatible.messages import user_message
from firstline.domain.cases import Case
from firstline.domain.inquiries import Inquiry, InquiryId
from firstline.domain.templates import TemplateId
from firstline.learning.exports import (
    Example,
    ExportReport,
    Format,
    SkipReason,
    examples_of,
    write_export,
)

SERVICE = a_service()


def a_case(text: str = CHARGED_TWICE, *, reply: str = "", rating: int | None = None) -> Case:
    facts = SERVICE.schema.parse(CARD_FACTS, zone=SERVICE.zone)
    inquiry = Inquiry(id=InquiryId("1"), text=text, received_at=MONDAY, facts=facts)
    template = TemplateId("driver_has_it")
    return Case(inquiry=inquiry, template_id=template, reply=reply, rating=rating)


def examples(*cases: Case, with_unrated: bool = True) -> tuple[list[Example], ExportReport]:
    report = ExportReport()
    made = examples_of(cases, SERVICE, report, min_rating=3, with_unrated=with_unrated)
    return list(made), report


def test_a_template_is_learnt_with_its_placeholders() -> None:
    (made,), _ = examples(a_case())

    assert made.assistant.content == "{{ driver_name }} looked, {{ pickup_at }}, and has it."


def test_an_agents_own_words_come_first_and_name_nobody() -> None:
    (made,), _ = examples(a_case("Dan took my bag", reply="We asked Dan, he has it."))

    assert made.assistant.content == "We asked {{ driver_name }}, he has it."
    assert made.user.content.startswith("{{ driver_name }} took my bag\n\nFacts:\n")
    assert "driver_name: given" in made.user.content
    assert not any("Dan" in message.content for message in made.messages)


def test_a_name_inside_a_word_is_a_word() -> None:
    facts = SERVICE.schema.parse({"driver_name": "Al"}, zone=SERVICE.zone)
    told = user_message("Also, Al was late. Alas!", facts, SERVICE).content

    assert told.startswith("Also, {{ driver_name }} was late. Alas!")


def test_only_good_replies_are_learnt() -> None:
    made, report = examples(a_case(rating=2), a_case(rating=3), a_case())

    assert (len(made), report.skipped) == (2, {SkipReason.RATED_LOW: 1})
    assert len(examples(a_case(rating=3), a_case(), with_unrated=False)[0]) == 1


@pytest.mark.parametrize("reply", ["Mail bo@example.com", "Call +49 30 901820"])
def test_a_reply_with_personal_data_is_refused(reply: str) -> None:
    made, report = examples(a_case(reply=reply))

    assert (made, report.skipped) == ([], {SkipReason.PERSONAL_DATA: 1})


def test_a_fact_that_looks_like_personal_data_is_refused() -> None:
    case = a_case()
    phone = SERVICE.schema.parse({"trips": 89991234567}, zone=SERVICE.zone)
    made, report = examples(replace(case, inquiry=replace(case.inquiry, facts=phone)))

    assert (made, report.skipped) == ([], {SkipReason.PERSONAL_DATA: 1})


def test_where_nobody_sent_words_there_is_nothing_to_learn() -> None:
    _, report = examples(replace(a_case(), template_id=None))

    assert report.skipped == {SkipReason.NO_REPLY: 1}


@pytest.mark.parametrize("wanted", Format)
def test_the_same_examples_are_the_same_bytes(tmp_path: Path, wanted: Format) -> None:
    made, report = examples(a_case(), a_case(reply="Hello."))
    for folder in (tmp_path / "a", tmp_path / "b"):
        paths = write_export({"train": made}, {"train": report}, folder, wanted)
    first = (tmp_path / "a" / paths[0].name).read_bytes()

    assert paths[0].read_bytes() == first
    stored = json.loads((tmp_path / "a" / "report.json").read_text())
    assert stored["sha256"] == {paths[0].name: hashlib.sha256(first).hexdigest()}
    assert stored["splits"]["train"]["examples"] == 2


def test_the_chat_format_is_one_conversation_a_line(tmp_path: Path) -> None:
    made, report = examples(a_case())
    (path,) = write_export({"train": made}, {"train": report}, tmp_path, Format.OPENAI_CHAT)
    (line,) = path.read_text().splitlines()

    assert [m["role"] for m in json.loads(line)["messages"]] == ["system", "user", "assistant"]


def test_parquet_holds_what_jsonl_holds(tmp_path: Path) -> None:
    made, report = examples(a_case(rating=5))
    (flat,) = write_export({"train": made}, {"train": report}, tmp_path, Format.JSONL)
    (table,) = write_export({"train": made}, {"train": report}, tmp_path, Format.PARQUET)

    assert pl.read_parquet(table).to_dicts() == [json.loads(flat.read_text())]
    assert write_export({"dev": []}, {"dev": report}, tmp_path, Format.PARQUET)[0].exists()
