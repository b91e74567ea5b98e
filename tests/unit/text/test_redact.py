import re

import pytest

from firstline.text import EntityKind, Span, redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to anna.b+shop@mail.example.com.", "write to ⟨EMAIL⟩."),
        ("anna (at) example.com", "⟨EMAIL⟩"),
        ("it is anna at example dot com", "it is ⟨EMAIL⟩"),
        ("メールはanna@example.comです", "メールは⟨EMAIL⟩です"),
        ("see https://shop.example/o?token=1&mail=a@b.example.", "see ⟨URL⟩."),
        ("my iban: GB82 WEST 1234 5698 7654 32 and more", "my iban: ⟨IBAN⟩ and more"),
        ("de89370400440532013000", "⟨IBAN⟩"),
        ("ssn 219-09-9999", "ssn ⟨SSN⟩"),
        ("電話番号は090-1234-5678です", "電話番号は⟨PHONE⟩です"),
        ("card 4111 1111 1111 1111, call +81 90-1234-5678", "card ⟨CARD⟩, call ⟨PHONE⟩"),
    ],
)
def test_personal_data_becomes_a_typed_mark(text: str, expected: str) -> None:
    assert redact(text).text == expected


@pytest.mark.parametrize(
    "number",
    [
        "+7 (999) 123-45-67",
        "8 999 123 45 67",
        "89991234567",
        "8(495)123-45-67",
        "(999) 123-45-67",
        "090-1234-5678",
        "09012345678",
        "03-1234-5678",
        "0120-123-456",
        "03(1234)5678",
        "(212) 555-0199",
        "212.555.0199",
        "1-800-555-0199",
        "+44 (0)20 7946 0958",
        "+1-212-555-0199x123",
        "699 956 915",
    ],
)
def test_a_phone_number_is_found_as_people_type_it(number: str) -> None:
    assert redact(f"ring {number}, please").text == "ring ⟨PHONE⟩, please"


@pytest.mark.parametrize(
    "text", ["call me at 5550199", "Phone:\n467 3395", "мой телефон: 123-45-67", "電話 123-4567"]
)
def test_a_local_number_is_found_after_a_word_for_it(text: str) -> None:
    assert [span.kind for span in redact(text).spans] == [EntityKind.PHONE]


@pytest.mark.parametrize(
    "number",
    [
        "4111111111111111",
        "4111 1111 1111 1112",  # fails Luhn, as most typed cards do
        "4111-1111-1111-1112",
        "3782 822463 10006",
        "1234567890123",
        "41 11 11 11 11 11 11 11",  # unusual groups, passes Luhn
        "676770000005",  # twelve digits of Maestro, passes Luhn
    ],
)
def test_a_card_number_is_found_even_with_a_typing_error(number: str) -> None:
    assert redact(f"my card {number} was charged").text == "my card ⟨CARD⟩ was charged"


@pytest.mark.parametrize(
    "text",
    [
        "I paid 12 000 000 rub on 2026-03-01 at 10:30",
        "from 01.02.2026 15:00 to 05.02.2026, $1,234,567.00",
        "100 000 000 yen, 12:30-13:45, 2026/03/01 09:00",
        "version 10.20.30.40 and 50% of 1,000,000",
        "41 11 11 11 11 11 11 12",
        "GB82 WEST 1234",
        "it took 2-3 days, top 10, 3 x 25.50",
    ],
)
def test_amounts_dates_and_times_stay(text: str) -> None:
    assert redact(text).spans == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("order 123456789 is late", "order ⟨ORDER_ID⟩ is late"),
        ("where is #A1B2-33?", "where is ⟨ORDER_ID⟩?"),
        ("ride R-102938", "ride ⟨ORDER_ID⟩"),
        ("my order number is ab-12345", "my order number is ⟨ORDER_ID⟩"),
        ("заказ № 123456", "заказ № ⟨ORDER_ID⟩"),
        ("注文番号は12345678です", "注文番号は⟨ORDER_ID⟩です"),
        ("order 89991234567", "order ⟨ORDER_ID⟩"),
    ],
)
def test_an_order_id_is_found(text: str, expected: str) -> None:
    assert redact(text).text == expected


@pytest.mark.parametrize(
    "text", ["order 2 pizzas", "order 2026-03-01", "trip 12345 rub", "case 1234.50", "we are #1"]
)
def test_a_count_date_or_sum_is_no_order_id(text: str) -> None:
    assert redact(text).text == text


def test_a_service_can_bring_its_own_order_ids() -> None:
    found = redact("about EMAIL-7 ⟨EMAIL⟩", order_ids=(re.compile(r"EMAIL(?:-\d)?"),))
    assert found.text == "about ⟨ORDER_ID⟩ ⟨EMAIL⟩"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My name is Anna Smith and I paid", "My name is ⟨NAME⟩ and I paid"),
        ("my name is anna please help", "my name is ⟨NAME⟩ please help"),
        ("I'm Anna O'Brien from Leeds", "I'm ⟨NAME⟩ from Leeds"),
        ("Hi Anna, where is it?", "Hi ⟨NAME⟩, where is it?"),
        ("It is late. Regards, Anna", "It is late. Regards, ⟨NAME⟩"),
        ("Меня зовут Анна Петрова.", "Меня зовут ⟨NAME⟩."),
        ("Здравствуйте, Анна!", "Здравствуйте, ⟨NAME⟩!"),
        ("山田太郎と申します。", "⟨NAME⟩と申します。"),
    ],
)
def test_an_introduced_name_is_found(text: str, expected: str) -> None:
    assert redact(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "I'm Angry",
        "I'm Very Angry",
        "my name is not on the list",
        "Dear Team, where is it?",
        "Thanks, Support",
        "Hello, where is my order?",
        "это очень плохо",
    ],
)
def test_a_feeling_or_a_team_is_no_name(text: str) -> None:
    assert redact(text).text == text


def test_spans_point_into_the_text_before_redaction() -> None:
    text = "mail a@b.example now"
    assert redact(text).spans == (
        Span(kind=EntityKind.EMAIL, start=5, end=16, value="a@b.example"),
    )


def test_a_span_does_not_show_its_value_in_a_log() -> None:
    assert "a@b.example" not in repr(redact("mail a@b.example now"))


@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "1-", "a@", "a.", "+1 ", "(1", "order #", "I'm Aa ", "my name is ", "www.", "GB82 ",
     "電話 ", "田", "a at ", "0", "0-", "A-1"],
)  # fmt: skip
def test_endless_repetition_is_redacted_in_the_end(unit: str) -> None:
    """Quadratic patterns would take minutes for this."""
    result = redact(unit * (100_000 // len(unit)))
    assert redact(result.text).text == result.text
