"""An appointment as a file, for the customer's own calendar."""

from datetime import datetime
from uuid import UUID

from firstline.domain.errors import FirstlineError
from firstline.panel.appointments.finishing import event_of
from firstline.panel.appointments.mails import invitation
from firstline.panel.appointments.models import Appointment, State


class NoSuchAppointment(FirstlineError):
    """An appointment that this conversation does not have."""

    def __init__(self) -> None:
        super().__init__("this conversation has no such appointment")


def invitation_of(conversation_id: UUID, appointment_id: UUID, *, now: datetime) -> bytes:
    """Write an appointment of a conversation as iCalendar.

    Raises:
        NoSuchAppointment: it has none of this id that was booked.
    """
    found = Appointment.objects.exclude(state=State.RESERVED).select_related("calendar")
    appointment = found.filter(conversation=conversation_id, pk=appointment_id).first()
    if appointment is None:
        raise NoSuchAppointment
    return invitation(appointment, event_of(appointment, appointment.span), now=now)
