from collections.abc import Callable
from http import HTTPStatus

from tests.panel.topics.conftest import Pages

from firstline.panel.accounts.roles import Role
from firstline.panel.audit.models import AuditEntry


def test_a_publisher_pauses_the_service_and_every_page_says_so(
    pages: Callable[[Role], Pages], ada: Pages
) -> None:
    pavel = pages(Role.PUBLISHER)
    pavel.send("pause/", why="Prices are wrong")

    (pause,) = pavel.shop.folder.store.pauses.in_force()
    assert (pause.topic, pause.by, pause.why) == (None, "Publisher", "Prices are wrong")
    for page in (ada.get(), ada.get("one/lost_item/")):
        assert "Automatic replies are paused." in page
        assert "Prices are wrong" in page
    assert AuditEntry.objects.get(action="paused").note == "Prices are wrong"


def test_one_click_resumes(pages: Callable[[Role], Pages]) -> None:
    pavel = pages(Role.PUBLISHER)
    pavel.send("pause/")
    response = pavel.send("resume/", next="/s/shop/topics/")

    assert response["Location"] == "/s/shop/topics/"
    assert pavel.shop.folder.store.pauses.in_force() == ()
    assert AuditEntry.objects.filter(action="resumed").exists()


def test_one_topic_is_paused_alone(pages: Callable[[Role], Pages]) -> None:
    pavel = pages(Role.PUBLISHER)
    pavel.send("pause/", topic="lost_item", why="Nobody finds them")

    assert [each.topic for each in pavel.shop.folder.store.pauses.in_force()] == ["lost_item"]
    assert "charged twice" not in pavel.get(only="paused")
    assert "lost item" in pavel.get(only="paused")


def test_only_topics_that_are_live_can_be_paused(pages: Callable[[Role], Pages]) -> None:
    response = pages(Role.OWNER).send("pause/", topic="../../etc")

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_specialist_can_neither_pause_nor_resume(ada: Pages) -> None:
    assert ada.send("pause/").status_code == HTTPStatus.FORBIDDEN
    assert ada.send("resume/").status_code == HTTPStatus.FORBIDDEN
    assert "Pause automatic replies" not in ada.get()
    assert "Publishers and owners can pause it." in ada.get("one/lost_item/")


def test_resuming_sends_nobody_elsewhere(pages: Callable[[Role], Pages]) -> None:
    response = pages(Role.OWNER).send("resume/", next="https://evil.example/")

    assert response["Location"].endswith("/s/shop/topics/")
    assert "evil" not in response["Location"]


def test_looking_at_an_address_resumes_nothing(pages: Callable[[Role], Pages]) -> None:
    olga = pages(Role.OWNER)
    olga.send("pause/")

    assert olga.client.get(olga.address("resume/")).status_code == 405
    assert olga.shop.folder.store.pauses.in_force()
