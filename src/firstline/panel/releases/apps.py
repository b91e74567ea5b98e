from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "firstline.panel.releases"
