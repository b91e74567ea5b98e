"""A history is brought, mapped, and checked row by row."""

import csv
import io
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.builders import a_service, some_splits
from tests.panel.onboarding.conftest import (
    COLUMNS,
    Bring,
    DoWork,
    a_row,
    as_csv,
    map_as_suggested,
    page_of,
)

from firstline.domain.topics import TopicId
from firstline.learning.corpus.coverage import PREVENTS_TRAINING, Lack
from firstline.learning.corpus.reports import RejectReason
from firstline.learning.label_noise import Suspicion, write_suspicions
from firstline.panel.jobs.models import Job
from firstline.panel.onboarding.models import HistoryFile, Onboarding, Step
from firstline.panel.onboarding.words import LACKS, PREVENTS, REASONS
from firstline.panel.services.models import HostedService


def test_columns_of_equal_names_are_suggested(bring: Bring, history: bytes, mira: Client) -> None:
    brought = bring(history)

    page = page_of(mira, "columns", brought)

    assert "<option selected>order_cost</option>" in page
    assert "120 of 120 values fit" in page
    assert "I was charged twice for my ride" in page  # the first rows are shown


def test_foreign_columns_are_found_by_name_and_by_what_stands_in_them(
    bring: Bring, mira: Client
) -> None:
    columns = ("ticket", "requester", "createdAt", "body", "queue", "Payment Type", "OrderCost")
    brought = bring(as_csv([a_row(number) for number in range(20)], columns))

    address = reverse("history-columns", args=("tiny", brought.pk))
    rows = {row.name: row.chosen for row in mira.get(address).context["columns"]}

    assert [rows[name] for name in COLUMNS] == list(columns)


def test_the_page_waits_until_the_columns_are_found(
    mira: Client, tiny: HostedService, history: bytes, do_work: DoWork
) -> None:
    sent = mira.post(
        reverse("history", args=(tiny.slug,)), {"history": SimpleUploadedFile("h.csv", history)}
    )
    waiting = mira.get(sent["Location"]).content.decode()
    do_work()
    found = mira.get(sent["Location"]).content.decode()

    assert 'hx-trigger="every 1s"' in waiting
    assert 'hx-trigger="every 1s"' not in found
    assert "Check the history" in found


def test_a_check_says_what_was_kept_and_moves_on(
    checked: HistoryFile, mira: Client, onboarding: Onboarding
) -> None:
    page = page_of(mira, "check", checked)

    assert "120 of 120 rows" in page
    assert "Step 4 of 6" in page
    assert reverse("history-train", args=("tiny", checked.pk)) in page
    assert onboarding.step is Step.TRAIN
    assert mira.get(reverse("onboarding", args=("tiny",)))["Location"].endswith("/train/")


def test_rejects_have_their_line_and_reason_and_start_no_formula(
    bring: Bring, mira: Client, do_work: DoWork
) -> None:
    rows = [a_row(number) for number in range(10)]
    rows[3] = a_row(3, topic="=HYPERLINK('http://x')")
    rows[5] = a_row(5, received_at="soon")
    rows[7] = [*a_row(7), "one too many"]
    brought = bring(as_csv(rows))
    map_as_suggested(mira, brought)
    do_work()

    page = page_of(mira, "check", brought)
    sheet = mira.get(reverse("history-rejects", args=("tiny", brought.pk)))
    table = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))

    assert "7 of 10 rows" in page
    assert [row[:2] for row in table[1:]] == [
        ["5", "unknown_topic"],
        ["7", "bad_time"],
        ["9", "broken_row"],
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)


def test_a_check_names_what_is_missing(bring: Bring, mira: Client, do_work: DoWork) -> None:
    brought = bring(as_csv([a_row(number) for number in range(40)]))
    map_as_suggested(mira, brought)
    do_work()

    page = page_of(mira, "check", brought)
    refused = mira.post(reverse("history-train", args=("tiny", brought.pk)))

    assert "prevents training" in page
    assert "<code>lost_item</code>" in page
    assert reverse("history-train", args=("tiny", brought.pk)) not in page.split("Rows by topic")[1]
    assert refused.status_code == 422
    assert not Job.objects.filter(kind="train").exists()


def test_topics_that_the_service_does_not_know_are_named(
    bring: Bring, mira: Client, do_work: DoWork
) -> None:
    words = ("billing", "refunds")
    brought = bring(as_csv([a_row(number, topic=words[number % 2]) for number in range(120)]))
    map_as_suggested(mira, brought)
    do_work()

    page = page_of(mira, "check", brought)
    listed = mira.get(reverse("history", args=("tiny",))).content.decode()

    assert "<code>billing</code>, <code>refunds</code>" in page
    assert "holds other words than the ids" in page
    assert "map the column that holds the topic" not in page
    assert "Rows by topic" not in page
    assert "no row can be used" in listed
    assert "Done" not in listed


def test_bars_are_only_of_topics_that_have_rows(
    bring: Bring, mira: Client, do_work: DoWork
) -> None:
    brought = bring(as_csv([a_row(number) for number in range(40)]))
    map_as_suggested(mira, brought)
    do_work()

    assert page_of(mira, "check", brought).count("<meter") == 1


def test_the_steps_are_those_of_the_history_that_is_shown(
    checked: HistoryFile, bring: Bring, mira: Client
) -> None:
    bring(as_csv([a_row(number) for number in range(9)]), "newer.csv")

    page = page_of(mira, "check", checked)

    steps = page.partition('<nav class="steps"')[2].partition("</nav>")[0]
    assert 'Columns<span class="unseen"> (done)' in steps
    assert reverse("history-train", args=("tiny", checked.pk)) in steps


def test_a_file_without_rows_can_be_removed_where_it_says_so(bring: Bring, mira: Client) -> None:
    brought = bring(b"text,topic\n", "empty.csv")

    page = page_of(mira, "columns", brought)
    listed = mira.get(reverse("history", args=("tiny",))).content.decode()

    assert "there is no row" in page
    assert reverse("history-remove", args=("tiny", brought.pk)) in page
    assert "cannot be read" in listed
    assert "columns to be mapped" not in listed


def test_labels_that_look_mistaken_are_listed(
    checked: HistoryFile, mira: Client, tiny: HostedService
) -> None:
    known = some_splits(a_service()).train[0]
    inquiry = replace(known.inquiry, text="where is my umbrella")
    case = replace(known, inquiry=inquiry, topic_id=TopicId("charged_twice"))
    doubt = Suspicion(case=case, likely=TopicId("lost_item"), probability=0.93)
    write_suspicions([doubt] * 60, checked.path)

    address = reverse("history-labels", args=(tiny.slug, checked.pk))
    page, second = mira.get(address).text, mira.get(f"{address}?page=2").text

    assert "where is my umbrella" in page
    assert "Charged twice" in page
    assert "Lost item" in page
    assert "93.0" in page
    assert (page.count("umbrella"), second.count("umbrella")) == (50, 10)


def test_every_reason_and_every_lack_has_words() -> None:
    assert set(REASONS) == set(RejectReason)
    assert set(LACKS) == set(Lack)
    assert set(PREVENTS_TRAINING) == PREVENTS


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"column-text": ""}, "what the customer wrote"),
        ({"column-topic": ""}, "the topic, or the template"),
        ({"column-topic": "text"}, "chosen for two things"),
        ({"column-text": "nowhere"}, "no column “nowhere”"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(
    bring: Bring, history: bytes, mira: Client, fields: dict[str, str], words: str
) -> None:
    brought = bring(history)
    address = reverse("history-columns", args=("tiny", brought.pk))
    rows = mira.get(address).context["columns"]

    sent = mira.post(address, {row.field: row.chosen for row in rows} | fields)

    brought.refresh_from_db()
    assert sent.status_code == 422
    assert words in sent.content.decode()
    assert brought.column_map is None


def test_a_column_can_be_left_out_although_its_name_is_ours(
    bring: Bring, mira: Client, do_work: DoWork
) -> None:
    brought = bring(as_csv([a_row(number, order_cost="a lot") for number in range(10)]))
    map_as_suggested(mira, brought, **{"column-order_cost": ""})
    do_work()

    assert "10 of 10 rows" in page_of(mira, "check", brought)
