from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "firstline.panel.inbox"
