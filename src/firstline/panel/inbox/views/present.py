"""Who is at a conversation: its page says so again and again while it is open."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from firstline.panel.accounts.access import ServiceRequest, service_page
from firstline.panel.accounts.roles import Permission
from firstline.panel.inbox.models import Activity
from firstline.panel.inbox.presences import be_present
from firstline.panel.inbox.views.reading import conversation_of


@require_POST
@service_page(Permission.ANSWER)
def here(request: ServiceRequest, conversation_id: UUID) -> HttpResponse:
    conversation = conversation_of(request, conversation_id)
    is_replying = request.POST.get("activity") == Activity.REPLYING
    activity = Activity.REPLYING if is_replying else Activity.LOOKING
    be_present(conversation, activity, user=request.user, now=timezone.now())
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
