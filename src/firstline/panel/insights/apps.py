from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "firstline.panel.insights"
