from firstline.text import prepare


def test_an_e_mail_is_cleaned_then_normalised_then_redacted() -> None:
    mail = (
        "<p>Hi Anna,</p><p>my order　１２３４５６７８ never came. Call +7 999 123-45-67.</p>"
        "<p>Best regards,<br>Carla Brown</p><blockquote>How can we help?</blockquote>"
    )
    prepared = prepare(mail)
    assert prepared.text == "Hi ⟨NAME⟩, my order ⟨ORDER_ID⟩ never came. Call ⟨PHONE⟩."
    assert [span.value for span in prepared.spans] == ["Anna", "12345678", "+7 999 123-45-67"]


def test_html_within_html_is_taken_away_too() -> None:
    assert prepare("<p>&lt;p&gt;help＜br＞me</p>").text == "help me"


def test_a_number_hidden_by_invisible_characters_is_found() -> None:
    assert prepare("4111\u200b111111111111").text == "⟨CARD⟩"
