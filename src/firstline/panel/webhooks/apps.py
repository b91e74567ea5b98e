from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "firstline.panel.webhooks"
