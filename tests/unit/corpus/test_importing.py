import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from firstline.domain.cases import Case
from firstline.domain.errors import HistoryError
from firstline.domain.services import Service
from firstline.learning.corpus import History, RejectReason, read_history
from firstline.learning.corpus.rejects import Rejects

Read = Callable[..., History]

ROW = {
    "id": "i-1",
    "conversation_id": "c-1",
    "received_at": "2026-03-01T09:30:00",
    "customer_id": "carla",
    "text": "I was charged twice, write to carla@example.com",
    "payment_type": "card",
    "order_cost": "12.50",
    "is_first_order": True,
    "options": ["gift", "express"],
    "deliver_on": "2026-03-02",
    "ordered_at": "2026-03-01T09:00:00+01:00",
    "template_id": "paid_once",
    "topic": "",
    "rating": 4,
    "agent_id": "ben",
    "response_seconds": 42.5,
}


def csv_of(row: Mapping[str, object]) -> str:
    cells = {**row, "options": "gift|express"}
    return ",".join(cells) + "\n" + ",".join(f'"{cell}"' for cell in cells.values()) + "\n"


def rejects_of(history: History) -> list[tuple[int, str, str]]:
    assert history.report.rejects_file
    lines = Path(history.report.rejects_file).read_text(encoding="utf-8").splitlines()
    return [tuple(json.loads(line).values()) for line in lines]


def check_row(case: Case) -> None:
    inquiry = case.inquiry
    assert (inquiry.id, inquiry.conversation_id, inquiry.customer_id) == ("i-1", "c-1", "carla")
    assert inquiry.received_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)  # Berlin is an hour ahead
    assert inquiry.facts == {
        "payment_type": "card",
        "order_cost": Decimal("12.50"),
        "is_first_order": True,
        "options": ("gift", "express"),
        "deliver_on": date(2026, 3, 2),
        "ordered_at": datetime(2026, 3, 1, 8, tzinfo=UTC),
    }
    assert (case.topic_id, case.template_id) == ("charged_twice", "paid_once")
    assert (case.rating, case.agent_id, case.response_seconds) == (4, "ben", 42.5)


def test_a_csv_row_becomes_a_case(read: Read) -> None:
    check_row(read(csv_of(ROW)).cases[0])


def test_a_json_line_becomes_the_same_case(read: Read) -> None:
    check_row(read(json.dumps(ROW) + "\n\n", "history.jsonl").cases[0])


def test_a_parquet_row_becomes_the_same_case(tmp_path: Path, shop: Service) -> None:
    typed = {
        **ROW,
        "received_at": datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001 — as exports write it
        "deliver_on": date(2026, 3, 2),
        "order_cost": Decimal("12.50"),
    }
    pl.DataFrame([typed]).write_parquet(tmp_path / "history.parquet")
    check_row(read_history(tmp_path / "history.parquet", shop).cases[0])


def test_personal_data_never_gets_into_a_case(read: Read) -> None:
    row = {**ROW, "reply": "I wrote to carla@example.com"}
    case = read(json.dumps(row), "history.jsonl").cases[0]
    assert "example.com" not in case.inquiry.text + case.reply
    assert "⟨EMAIL⟩" in case.inquiry.text
    assert "⟨EMAIL⟩" in case.reply


def test_a_spreadsheet_with_semicolons_and_capital_truth_is_read(read: Read) -> None:
    history = read("\ufefftext;topic;is_first_order\nHello, you;accident;TRUE\n")
    assert history.cases[0].inquiry.facts["is_first_order"] is True  # type: ignore[index]  # a name


def test_an_empty_list_can_be_told_from_an_unknown_one(read: Read) -> None:
    history = read('text,topic,options\na,accident,[]\nb,accident,\nc,accident,"[""gift""]"\n')
    assert [case.inquiry.facts["options"] for case in history.cases] == [  # type: ignore[index]  # a name
        (),
        None,
        ("gift",),
    ]


def test_a_public_data_set_is_taken_as_it_is(read: Read) -> None:
    content = "utterance,intent,split\nWho hit me?,accident,train\n"
    history = read(content, column_map={"text": "utterance", "topic": "intent"})
    case = history.cases[0]
    assert (case.inquiry.id, case.inquiry.customer_id) == ("1", "row:1")
    assert (case.topic_id, case.template_id) == ("accident", None)
    assert history.report.ignored_columns == ("split",)


def test_made_up_times_are_evenly_spaced_in_the_order_of_the_file(read: Read) -> None:
    history = read("text,topic\na,accident\nb,accident\nc,accident\n")
    times = [case.inquiry.received_at for case in history.cases]
    assert [case.inquiry.text for case in history.cases] == ["a", "b", "c"]
    assert times[2] - times[1] == times[1] - times[0] == timedelta(minutes=1)
    assert not history.report.has_times


def test_cases_are_in_the_order_of_their_times(read: Read) -> None:
    history = read(
        "text,topic,received_at\n"
        "third,accident,2026-03-01T10:00:00+00:00\n"
        "first,accident,2026-03-01T10:00:00+02:00\n"
        "second,accident,2026-03-01T09:00:00Z\n"
    )
    assert [case.inquiry.text for case in history.cases] == ["first", "second", "third"]


def test_a_conversation_without_a_customer_is_of_one_person(read: Read) -> None:
    history = read("text,topic,conversation_id\na,accident,7\nb,accident,7\n")
    assert {case.inquiry.customer_id for case in history.cases} == {"conversation:7"}


@pytest.mark.parametrize(
    ("columns", "cells", "labels"),
    [
        ("template_id", "paid_once", ("charged_twice", "paid_once")),
        ("template_id", "ask_bank", (None, "ask_bank")),
        ("topic,template_id", "refund,paid_once", ("refund", "paid_once")),
        ("topic,template_id", "charged_twice,", ("charged_twice", None)),
        ("topic", "refund", ("refund", None)),
    ],
)
def test_a_label_follows_from_the_other_only_where_it_is_certain(
    read: Read, columns: str, cells: str, labels: tuple[str | None, str | None]
) -> None:
    case = read(f"text,{columns}\nHello,{cells}\n").cases[0]
    assert (case.topic_id, case.template_id) == labels


BAD_ROWS = [
    ('x,,"",accident,,,,', RejectReason.NO_TEXT, "there is no text, or nothing but markup"),
    ("x,,Hi,acident,,,,", RejectReason.UNKNOWN_TOPIC, "did you mean `accident`?"),
    ("x,,Hi,payment,,,,", RejectReason.UNKNOWN_TOPIC, "no inquiry can be about `payment`"),
    ("x,,Hi,,refund_snt,,,", RejectReason.UNKNOWN_TEMPLATE, "did you mean `refund_sent`?"),
    ("x,,Hi,accident,,crad,,", RejectReason.BAD_FACT, "did you mean `card`?"),
    ('x,,Hi,accident,,,,"[gift"', RejectReason.BAD_FACT, "`[gift` is not a list"),
    ("x,,Hi,accident,,,6,", RejectReason.BAD_VALUE, "the rating `6` is none of 1 to 5"),
    ("x,,Hi,accident,,,good,", RejectReason.BAD_VALUE, "`good`, which is no number"),
    ("x,,Hi,accident,,,nan,", RejectReason.BAD_VALUE, "`nan`, which is no number"),
    ("x,yesterday,Hi,accident,,,,", RejectReason.BAD_TIME, "`yesterday` is no time such as"),
    ("x,0001-01-01,Hi,accident,,,,", RejectReason.BAD_TIME, "is no time such as"),
    ("x,,Hi,accident", RejectReason.BROKEN_ROW, "there are 4 cells where the header has 8"),
    ("good,,Hi,accident,,,,", RejectReason.REPEATED_ID, "the id `good` was already on line 2"),
    ("x,,H\udcff,accident,,,,", RejectReason.BROKEN_ROW, "`text` is not valid UTF-8"),
    (f"x,,{'a' * 200_000},accident,,,,", RejectReason.BROKEN_ROW, "this is no CSV: field larger"),
]


@pytest.mark.parametrize(("line", "reason", "detail"), BAD_ROWS, ids=lambda part: str(part)[:25])
def test_a_bad_row_is_explained_and_stops_nothing(
    read: Read, line: str, reason: RejectReason, detail: str
) -> None:
    good_time = "2026-03-01"
    line = line.replace(",,", f",{good_time},", 1) if line.split(",")[1] == "" else line
    content = (
        "id,received_at,text,topic,template_id,payment_type,rating,options\n"
        f"good,{good_time},Hello,accident,,,,\n{line}\nlast,{good_time},Bye,accident,,,,\n"
    )
    history = read(content.encode(errors="surrogateescape"))
    assert [case.inquiry.id for case in history.cases] == ["good", "last"]
    assert history.report.rejected == {reason: 1}
    found = rejects_of(history)
    assert found[0][:2] == (3, reason)
    assert detail in found[0][2]


def test_broken_json_lines_are_explained(read: Read) -> None:
    lines = ['{"text": "Hi", "topic": "accident"}', "{", "[]", "[" * 100_000, '{"text": ["Hi"]}']
    lines += ['{"text": "\\ud800", "topic": "accident"}', '{"text": "Hi", "response_seconds": -1}']
    history = read("\n".join(lines), "history.json")
    assert len(history.cases) == 1
    assert history.report.rejected == {RejectReason.BROKEN_ROW: 4, RejectReason.BAD_VALUE: 2}
    assert [line for line, _, _ in rejects_of(history)] == [2, 3, 4, 5, 6, 7]


def test_the_file_of_rejects_holds_no_personal_data(read: Read) -> None:
    history = read("text,topic,deliver_on\nHi,accident,carla@example.com\n")
    assert "⟨EMAIL⟩" in rejects_of(history)[0][2]
    assert "example.com" not in rejects_of(history)[0][2]


def test_rejects_of_an_earlier_import_do_not_stay(read: Read, tmp_path: Path) -> None:
    read("text,topic\nHi,nothing\n")
    assert (tmp_path / "history.csv.rejects.jsonl").exists()
    assert read("text,topic\nHi,accident\n").report.rejects_file is None
    assert not (tmp_path / "history.csv.rejects.jsonl").exists()


def test_a_folder_that_takes_no_file_costs_only_the_reasons(read: Read, tmp_path: Path) -> None:
    # A folder of that name can be neither removed nor written, even by root.
    (tmp_path / "history.csv.rejects.jsonl").mkdir()
    report = read("text,topic,received_at\n,accident,2026-03-01\n").report
    assert report.lines() == (
        "history.csv: kept 0 of 1 rows",
        "rejected 1 (the folder does not allow a file with the reasons)",
        "  1 × no_text",
    )


def test_reasons_are_not_worth_a_failure(tmp_path: Path) -> None:
    with Rejects.beside(tmp_path / "no such folder" / "history.csv") as rejects:
        rejects.write(line=1, reason=RejectReason.NO_TEXT, detail="there is no text")
    assert rejects.written_to is None


def test_a_customer_who_sends_the_same_thing_twice_counts_once(read: Read) -> None:
    history = read(
        "customer_id,text,topic,order_cost\n"
        "carla,Where is it?,accident,5\n"
        "carla,Where  is it?,accident,5.00\n"
        "carla,Where is it?,accident,6\n"
        "dora,Where is it?,accident,5\n"
    )
    assert [case.inquiry.id for case in history.cases] == ["1", "3", "4"]
    assert history.report.duplicates == 1


def test_the_report_can_be_read_by_people(read: Read) -> None:
    history = read(
        "customer_id,text,topic,ordr_cost\ncarla,Hi,accident,\ncarla,Hi,accident,\n"
        "dora,Hi,,\ndora,,accident,\n"
    )
    assert str(history.report) == (
        "history.csv: kept 2 of 4 rows\n"
        f"rejected 1, each with its reason in {history.report.rejects_file}\n"
        "  1 × no_text\n"
        "dropped 1 repetitions by the same customer\n"
        "1 rows have neither topic nor template\n"
        "no column received_at: splits are drawn at random, not by time\n"
        "ignored columns: ordr_cost (did you mean `order_cost`?)"
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("history.xls", "", "history.xls: unknown kind of file; a history is one of .csv"),
        ("history.csv", "", "there is no column `text`; the columns are none"),
        ("history.csv", "text,reply\n", "no column `topic` or `template_id`; the columns are"),
        ("history.csv", "text,text\n", "history.csv: the column `text` is there twice"),
        ("history.csv", "a" * 200_000, "history.csv: the first line is no header"),
        ("history.jsonl", "[1]\n", "history.jsonl: no line is a JSON object"),
        ("history.parquet", "PAR1 and more", "history.parquet: this is no Parquet file"),
    ],
)
def test_a_file_that_is_no_history_is_refused(
    read: Read, name: str, content: str, message: str
) -> None:
    with pytest.raises(HistoryError) as caught:
        read(content, name)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("column_map", "message"),
    [
        ({"txt": "utterance"}, "Firstline has no column `txt`; did you mean `text`?"),
        ({"text": "uterance"}, "the file has no column `uterance`; did you mean `utterance`?"),
    ],
)
def test_a_map_that_names_nothing_is_refused(
    read: Read, column_map: Mapping[str, str], message: str
) -> None:
    with pytest.raises(HistoryError) as caught:
        read("utterance,topic\n", column_map=column_map)
    assert str(caught.value) == message


cells = st.text(max_size=8) | st.sampled_from(["accident", "card", "2026-03-01", '"', "\n", "\0"])
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
dates = st.datetimes(timezones=offsets | st.timezones())


@given(body=st.binary(max_size=120) | st.lists(cells, max_size=30).map(",".join))
@example(body='"never closed,accident\na,accident')
@example(body="a\rb,accident")
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_stop_an_import_or_get_lost(read: Read, body: bytes | str) -> None:
    data = body if isinstance(body, bytes) else body.encode(errors="surrogatepass")
    report = read(b"text,topic,payment_type,deliver_on\n" + data).report
    assert report.rows == report.cases + report.duplicates + sum(report.rejected.values())


@given(content=st.binary(max_size=120))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("name", ["history.csv", "history.jsonl", "history.parquet"])
def test_a_file_of_any_bytes_is_read_or_refused(read: Read, name: str, content: bytes) -> None:
    with suppress(HistoryError):
        assert read(content, name).report.cases >= 0


@given(moments=st.lists(dates, max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_times_of_any_zone_and_year_are_put_in_order_or_refused(
    read: Read, moments: list[datetime]
) -> None:
    rows = [
        json.dumps({"text": "Hi", "topic": "accident", "received_at": moment.isoformat()})
        for moment in [*moments, datetime(2026, 3, 1, tzinfo=UTC)]
    ]
    times = [case.inquiry.received_at for case in read("\n".join(rows), "a.jsonl").cases]
    assert times == sorted(times)
