from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "firstline.panel.services"
