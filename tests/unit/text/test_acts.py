import pytest

from firstline.domain.traces import MessageAct
from firstline.text import message_act, prepare


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "😡", "¯\\_(-)_/¯".replace("_", "")])
def test_a_message_without_words_is_empty(text: str) -> None:
    assert message_act(text) is MessageAct.EMPTY


@pytest.mark.parametrize(
    "text",
    [
        "👍",
        "❤️",
        "🙏🏽",
        "thanks a lot!",
        "Thank you so much for your help",
        "Hi, thanks!",
        "спасибо!",
        "Спасибо большое за помощь",
        "ありがとうございます",
        "早速のご返信ありがとうございます。",
        "Thanks ⟨NAME⟩!",
    ],
)
def test_nothing_but_thanks_is_thanks(text: str) -> None:
    assert message_act(text) is MessageAct.THANKS


@pytest.mark.parametrize(
    "text", ["hi", "Hello there!", "Good morning, team", "Добрый день!", "こんにちは", "Hi ⟨NAME⟩,"]
)
def test_nothing_but_a_greeting_is_a_greeting(text: str) -> None:
    assert message_act(text) is MessageAct.GREETING


@pytest.mark.parametrize(
    "text",
    [
        "talk to a human",
        "Connect me to an agent please",
        "I want to speak with a real person!",
        "I do not want a bot, connect me to a human",
        "agent",
        "human please",
        "オペレーターに繋いで",
        "担当者と話したいです",
        "позовите оператора",
        "Соедините меня с живым человеком",
        "оператор!",
        "fuck you, get me a manager",
    ],
)
def test_a_wish_for_a_person_is_seen(text: str) -> None:
    assert message_act(text) is MessageAct.ASKS_FOR_PERSON


@pytest.mark.parametrize(
    "text",
    [
        "I am out of office until Monday, 9 March.",
        "Automatic reply: your message",
        "自動返信：不在です",
        "RE: Автоответ: я в отпуске",
    ],
)
def test_an_auto_responder_is_seen(text: str) -> None:
    assert message_act(text) is MessageAct.AUTO_RESPONDER


@pytest.mark.parametrize("text", ["you idiots!", "Fuck you", "вы дебилы", "バカ"])
def test_nothing_but_an_insult_is_abuse(text: str) -> None:
    assert message_act(text) is MessageAct.ABUSE


@pytest.mark.parametrize(
    "text",
    [
        "thanks, but where is my refund?",
        "I want to talk to the driver",
        "ok",
        "⟨ORDER_ID⟩",
        "don't connect me to an operator",
        "please do not connect me with a human",
        "не нужен оператор",
        "担当者に繋がないでください",
        "I spoke to an agent yesterday",
        "thanks for nothing",
        "the driver was an idiot and I want a refund",
        "why are you such idiots?",
        "my agent code does not work",
        "your auto-reply did not help me",
        "hi, my ride was late",
        "спасибо, но где мой заказ",
        "ありがとうございます。返金はいつですか",
    ],
)
def test_anything_more_has_substance(text: str) -> None:
    assert message_act(text) is MessageAct.SUBSTANCE


@pytest.mark.parametrize("text", ["Hi Anna!", "THANK YOU, Anna", "  Talk to a HUMAN "])
def test_preparing_a_message_does_not_change_its_act(text: str) -> None:
    assert message_act(prepare(text).text) is not MessageAct.SUBSTANCE
