from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "firstline.panel.appointments"
