from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "firstline.panel.content"
