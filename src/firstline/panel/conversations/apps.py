from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "firstline.panel.conversations"
