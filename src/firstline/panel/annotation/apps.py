from django.apps import AppConfig


class AnnotationConfig(AppConfig):
    name = "firstline.panel.annotation"
