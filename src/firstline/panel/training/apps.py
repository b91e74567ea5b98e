from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "firstline.panel.training"
