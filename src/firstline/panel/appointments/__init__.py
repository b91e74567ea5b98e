"""Appointments that customers book in a conversation: offered, booked, moved, called off."""
