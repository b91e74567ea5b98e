from django.apps import AppConfig


class CannedConfig(AppConfig):
    name = "firstline.panel.canned"
