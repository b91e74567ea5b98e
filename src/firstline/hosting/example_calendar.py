"""The appointments of the demo: what was left in a car is collected at the office."""

from firstline.panel.appointments.models import BookingCalendar
from firstline.panel.services.live import live_release
from firstline.panel.services.models import HostedService

TEMPLATE = "lost_item_found_now"
WEEKDAY = [[9 * 60, 13 * 60], [14 * 60, 18 * 60]]
CLOSED: list[list[int]] = []


def add_example_calendar(service: HostedService, template: str = TEMPLATE) -> None:
    """Let customers of the example collect what was found; a service without it gets nothing."""
    live = live_release(service)
    has_template = live and any(each.id == template for each in live.service.templates)
    if not has_template or service.calendars.exists():
        return
    BookingCalendar.objects.create(
        service=service,
        name="Collecting what you left behind",
        text="At the lost-property desk of our office. Bring something with your name.",
        templates=[template],
        zone="Europe/London",
        hours=[WEEKDAY] * 5 + [CLOSED] * 2,
    )
