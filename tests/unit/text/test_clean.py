import pytest

from firstline.text import clean


def test_a_message_typed_in_chat_is_untouched() -> None:
    assert clean("a < b and c > d, why?") == "a < b and c > d, why?"


def test_html_becomes_text() -> None:
    mail = (
        "<html><head><style>p {color: red}</style></head><body><p>Where is&nbsp;my <b>refund</b>?"
        "</p><p>Order 12</p></body></html>"
    )
    assert clean(mail).split("\n") == ["Where is my refund?", "Order 12"]


def test_arithmetic_is_not_html() -> None:
    text = "if a <b and c> d\nthen what"
    assert clean(text) == text


@pytest.mark.parametrize(
    "broken", ["<p>help<![bogus", "<p>help<!--", "<script>help", "<p>help</p", "<p>help &#x110000;"]
)
def test_broken_html_keeps_the_message(broken: str) -> None:
    assert "help" in clean(broken)


def test_empty_html_is_empty() -> None:
    assert clean("<p><br/></p>") == ""


def test_quoted_html_is_dropped_like_quoted_text() -> None:
    assert clean("<p>Still broken</p><blockquote>Try again</blockquote>") == "Still broken"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 2 Mar 2026 at 10:00, Ben <ben@example.com> wrote:",
        "On Mon, 2 Mar 2026 at 10:00, Ben Support Team\n<ben@example.com> wrote:",
        "пн, 2 мар. 2026 г. в 10:00, Бен <ben@example.com>:",
        "2 марта 2026 г., 10:00, Бен Агент написал(а):",
        "2026年3月2日(月) 10:00 サポート <ben@example.com>:",
        "-----Original Message-----",
        "-------- Пересылаемое сообщение --------",
        "From: Ben\nSent: Monday\nTo: Carla\nSubject: Your order",
        "________________________________",
    ],
)
def test_an_earlier_message_is_dropped(attribution: str) -> None:
    mail = f"It still does not work.\n\n{attribution}\n> Please try again.\nOld text"
    assert clean(mail).splitlines()[0] == "It still does not work."
    assert "try again" not in clean(mail)
    assert "Old text" not in clean(mail)


def test_an_answer_below_the_quote_is_kept() -> None:
    mail = "On Monday Ben Agent wrote:\n> Did it arrive?\n\nNo, it did not."
    assert clean(mail) == "No, it did not."


def test_a_message_that_is_only_a_quote_stays() -> None:
    assert clean("> where is my order?\n> please") == "> where is my order?\n> please"


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nCarla\n+1 212 555 0199",
        "Best regards,\nCarla Brown",
        "Thanks,\nCarla",
        "С уважением,\nКарла",
        "よろしくお願いいたします。\n山田",
        "Sent from my iPhone",
        "Отправлено с iPhone",
        "iPhoneから送信",
    ],
)
def test_a_signature_is_dropped(signature: str) -> None:
    assert clean(f"My parcel is late.\n\n{signature}") == "My parcel is late."


def test_thanks_before_more_of_the_message_is_no_signature() -> None:
    text = "I was charged twice.\nThanks,\nbut where is my refund?"
    assert clean(text) == text
