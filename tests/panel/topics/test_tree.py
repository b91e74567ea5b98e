from tests.panel.topics.conftest import Pages


def test_the_tree_shows_every_topic_with_its_rung_and_traffic(ada: Pages) -> None:
    page = ada.get()

    assert "charged twice" in page
    assert "Expert line" in page
    assert "Customers write about 6 topics." in page
    assert "that the last training was tested on" in page


def test_topics_are_searched_and_filtered_by_the_address(ada: Pages) -> None:
    assert "lost item" in ada.get(q="lost")
    assert "charged twice" not in ada.get(q="lost")
    assert "charged twice" not in ada.get(line="expert")
    assert "No topic is like this." in ada.get(mode="off")
    assert "No topic is like this." in ada.get(only="changed")


def test_the_list_sorts_topics_and_keeps_the_search(ada: Pages) -> None:
    page = ada.get(view="list", sort="name", line="first")

    assert page.index("cancellation fee") < page.index("promo code")
    assert "accident" not in page
    assert "sort=traffic" in page


def test_what_was_edited_is_marked(ada: Pages) -> None:
    ada.send("one/lost_item/", name="Lost things", description="", line="first")

    assert "Lost things" in ada.get(only="changed")
    assert "charged twice" not in ada.get(only="changed")


def test_a_topic_that_is_not_there_is_not_found(ada: Pages) -> None:
    assert ada.client.get(ada.address("one/nothing/")).status_code == 404
