"""Webhooks: tell other systems what happens in conversations."""
