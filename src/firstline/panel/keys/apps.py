from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "firstline.panel.keys"
