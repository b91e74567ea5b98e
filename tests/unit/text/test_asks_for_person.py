"""Who asks for a person in words is understood, and who only mentions one is not."""

import pytest

from firstline.domain.traces import MessageAct
from firstline.text import message_act

ASKED = {
    "en": (
        "I want to speak to a real person",
        "Can I talk to a human please?",
        "Connect me to an agent",
        "get me a manager",
        "Is there anyone real here?",
        "I'd rather talk to a person",
        "Please transfer me to a live agent",
        "Let me speak with your supervisor",
        "can somebody call me please, not a bot",
        "I don't want to talk to a robot",
        "Stop sending automated replies, I need a human",
        "put me through to customer service",
        "I need to speak with someone from support",
        "can a human look at this?",
        "Can I have a real person look at my case",
        "Give me a human!",
        "operator please",
        "Could you escalate this to a supervisor?",
        "Are you a bot? I want a person",
        "I demand to talk to a manager",
        "agent",
        "I wish to speak to a representative",
        "may I chat with a person instead",
        "real human please",
        "no bots, human only",
    ),
    "ja": (
        "担当者と話したいです",
        "人間と話したい",
        "オペレーターにつないでください",
        "オペレーターお願いします",
        "有人対応を希望します",
        "人に代わってください",
        "スタッフと直接話せますか",
        "ロボットではなく人と話したい",
        "責任者を出してください",
        "電話で担当の方と話したいのですが",
        "誰か人間はいませんか",
        "人間のスタッフに対応してほしい",
        "担当者に繋いでもらえますか",
        "ボットじゃなくて人間に聞きたい",
        "オペレーターと話せますか？",
        "担当者からの連絡をお願いします",
        "上司に代わってください",
        "有人チャットに切り替えてください",
        "サポートの人と話をさせてください",
        "人と直接やりとりしたい",
        "オペレーターに変更してください",
        "AIではなく人に対応してもらいたいです",
        "自動応答ではなく担当者に相談したい",
    ),
    "ru": (
        "Хочу поговорить с человеком",
        "Позовите оператора",
        "Соедините меня с оператором",
        "Переключите на живого человека",
        "Дайте мне оператора",
        "Можно живого оператора?",
        "Нужен живой человек",
        "Свяжите меня с менеджером",
        "Мне нужен специалист",
        "Хочу общаться с живым человеком, а не с роботом",
        "Пусть мне ответит человек",
        "Есть тут живые люди?",
        "Оператор",
        "Пригласите сотрудника поддержки",
        "Можно поговорить с кем-нибудь живым?",
        "Не хочу говорить с ботом",
        "Хватит отвечать роботом, позовите человека",
        "Я хочу, чтобы мне ответил оператор",
        "Переведите на специалиста",
        "Хочу поговорить с вашим руководством",
        "Дайте поговорить с реальным человеком",
        "Соедините с поддержкой",
        "Когда мне ответит человек?",
        "Мне нужна помощь живого сотрудника",
    ),
}
MENTIONED = {
    "en": (
        "The person at the counter was rude",
        "I spoke to an agent yesterday and nothing happened",
        "The driver was a nice person",
        "I don't need to speak to a person, just refund me",
        "A person left a bag in the car",
        "How many people fit in a van?",
        "Your agent told me it would be refunded",
        "the human behind the wheel was drunk",
        "I was talking to the driver when he braked",
        "How do I contact the driver?",
        "I want my money back, not a person's excuse",
        "The operator charged me twice",
        "My manager pays for my rides",
        "Can I give a ride to another person?",
        "I need a car for one person",
    ),
    "ja": (
        "担当者の対応が悪かったです",
        "昨日オペレーターと話しました",
        "人数は三人です",
        "運転手さんと話が合いました",
        "スタッフの方はとても親切でした",
        "車に別の人が乗っていました",
        "オペレーターに電話したが返金されない",
        "人にぶつかりました",
        "担当の方に忘れ物を渡しました",
    ),
    "ru": (
        "Человек за рулём был груб",
        "Я вчера разговаривал с оператором, и ничего",
        "Водитель хороший человек",
        "Не нужно меня ни с кем соединять, верните деньги",
        "Ваш оператор обещал возврат",
        "Нас было четыре человека",
        "В машине сидел другой человек",
        "Мой менеджер оплачивает поездки",
        "Сотрудник аэропорта нас не пустил",
        "Водитель хотел поговорить",
        "Оператор связи списал деньги",
        "Нужна машина на одного человека",
        "Не надо звать оператора",
    ),
}


@pytest.mark.parametrize("text", [text for texts in ASKED.values() for text in texts])
def test_whoever_asks_for_a_person_in_words_gets_one(text: str) -> None:
    assert message_act(text) is MessageAct.ASKS_FOR_PERSON


@pytest.mark.parametrize("text", [text for texts in MENTIONED.values() for text in texts])
def test_a_person_who_is_only_mentioned_is_not_asked_for(text: str) -> None:
    assert message_act(text) is not MessageAct.ASKS_FOR_PERSON


def test_who_does_not_want_a_robots_answer_is_no_robot() -> None:
    assert message_act("自動応答メールです。不在にしております。") is MessageAct.AUTO_RESPONDER
    assert message_act("自動応答では解決しません") is MessageAct.SUBSTANCE
