"""Canned replies: texts that agents type again and again, kept by a service's own people."""
