import pytest

from firstline.domain.templates import Language
from firstline.text import LanguageDetector

EN, JA, RU = Language("en"), Language("ja"), Language("ru")


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where is my order, it was due yesterday", EN),
        ("wheres my refnd plz", EN),
        ("WHERE IS MY MONEY", EN),
        ("どこですか", JA),
        ("返金希望", JA),
        ("iPhoneのアプリがcrashします", JA),
        ("где мой заказ", RU),
        ("не пришёл заказ ⟨ORDER_ID⟩ ⟨EMAIL⟩", RU),
        # a loan word, a name or a brand in other letters
        ("мой account заблокирован", RU),
        ("Uber не приехал", RU),
        ("driver не звонит", RU),
        ("VISAで二回", JA),
        ("driverがrude", JA),
        ("Tanakaです", JA),
        ("Mr Suzuki drove well", EN),
        ("Ivan Petrov did not stop", EN),
        ('the driver said "spasibo" and left', EN),
        ("kimono left in car", EN),
        # in Latin letters for want of others
        ("spasibo", RU),
        ("gde moy zakaz", RU),
        ("pochemu spisali dengi dva raza", RU),
        ("kak otmenit zakaz", RU),
        ("arigatou gozaimasu", JA),
        ("sumimasen, takushii ga kimasen", JA),
        ("kuruma ga kimasen deshita", JA),
        # half-width katakana, and very little of anything
        ("ｱﾌﾟﾘが動かない", JA),
        ("ﾘｮｳｼｭｳｼｮ", JA),
        ("傘", JA),
        ("遅い", JA),
        ("領収書", JA),
        ("да", RU),
        ("eta?", EN),
        ("hai there", EN),
    ],
)
def test_the_language_of_a_message_is_seen(
    detector: LanguageDetector, text: str, language: Language
) -> None:
    assert detector.detect(text, among=(EN, JA, RU)) == language


@pytest.mark.parametrize("text", ["ok", "???", "", "⟨EMAIL⟩", "👍", "¯\\_(ツ)_/¯"])
def test_a_message_too_short_to_tell_counts_as_the_default_language(
    detector: LanguageDetector, text: str
) -> None:
    assert detector.detect(text, among=(RU, EN)) == RU
    assert detector.detect(text, among=(EN, RU)) == EN


@pytest.mark.parametrize(
    "text",
    [
        "Ich möchte mein Geld zurück",
        "hola donde esta mi pedido",
        "Où est ma commande ?",
        "我想退款，请帮我处理这个订单",
        "我的司机在哪里",
        "택시가 안 왔어요",
        "נהג לא הגיע",
        "Де моє замовлення, коли воно буде доставлене?",
    ],
)
def test_a_message_clearly_in_another_language_has_none(
    detector: LanguageDetector, text: str
) -> None:
    assert detector.detect(text, among=(EN, JA, RU)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Thank you so much!",
        "Where is my driver",
        "why did you cancel",
        "Somebody took my seat",
        "i'm not so certain",
        "can anyone help me out",
    ],
)
def test_a_few_english_words_are_english(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text, among=(EN, JA, RU)) == EN


@pytest.mark.parametrize("text", ["どこですか", "где мой заказ"])
def test_a_script_that_no_language_of_the_service_uses_has_none(
    detector: LanguageDetector, text: str
) -> None:
    assert detector.detect(text, among=(EN,)) is None


def test_words_in_latin_letters_count_only_for_a_language_of_the_service(
    detector: LanguageDetector,
) -> None:
    assert detector.detect("gde moy zakaz", among=(EN, JA)) == EN
    assert detector.detect("spasibo", among=(EN,)) == EN


@pytest.mark.parametrize("text", ["(づ) thanks for the ride", "so cute ✿ (ツ) my driver was nice"])
def test_a_face_makes_no_message_japanese(detector: LanguageDetector, text: str) -> None:
    assert detector.detect(text, among=(EN, JA, RU)) == EN


def test_a_service_in_another_script_gets_its_own_messages(detector: LanguageDetector) -> None:
    korean = Language("ko")
    assert detector.detect("택시가 안 왔어요", among=(EN, korean)) == korean
