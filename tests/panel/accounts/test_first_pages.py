"""What a person sees first, and what the frame of every page offers them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from firstline.panel.accounts.models import Membership, User
from firstline.panel.accounts.roles import Role
from firstline.panel.services.models import HostedService

As = Callable[[Role], Client]


@pytest.mark.parametrize(
    ("role", "page"),
    [(Role.AUDITOR, "audit"), (Role.SPECIALIST, "templates"), (Role.PUBLISHER, "templates")],
)
def test_each_role_begins_where_its_work_is(
    shop: HostedService, as_: As, role: Role, page: str
) -> None:
    home = as_(role).get(reverse("home"))

    assert home["Location"] == reverse(page, args=(shop.slug,))


def test_a_list_of_services_leads_an_auditor_to_the_logs(
    shop: HostedService, as_: As, cast: dict[Role, User], stranger: User
) -> None:
    other = stranger.memberships.get().service
    Membership.objects.create(user=cast[Role.AUDITOR], service=other, role=Role.AUDITOR)

    page = as_(Role.AUDITOR).get(reverse("home")).text

    for service in (shop, other):
        assert f'href="{reverse("audit", args=(service.slug,))}"' in page


def test_nothing_is_to_be_paused_before_there_is_a_release(shop: HostedService, as_: As) -> None:
    address, pause = (
        reverse("export", args=(shop.slug,)),
        reverse("topics-pause", args=(shop.slug,)),
    )
    owner = as_(Role.OWNER)
    assert pause in owner.get(address).text

    shop.folder.store.pointer.unlink()

    assert pause not in owner.get(address).text


def test_who_may_not_open_a_page_still_sees_the_menu(shop: HostedService, as_: As) -> None:
    refused = as_(Role.ANALYST).get(reverse("keys", args=(shop.slug,)))

    assert refused.status_code == 403
    assert reverse("versions", args=(shop.slug,)) in refused.text
