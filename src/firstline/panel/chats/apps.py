from django.apps import AppConfig


class ChatsConfig(AppConfig):
    name = "firstline.panel.chats"
