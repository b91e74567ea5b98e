"""Pages about calendars that are booked, and about appointments."""
