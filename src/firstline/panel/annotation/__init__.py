"""Annotation: people say what inquiries are about and what should have been sent."""
