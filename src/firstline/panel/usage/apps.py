from django.apps import AppConfig


class UsageConfig(AppConfig):
    name = "firstline.panel.usage"
