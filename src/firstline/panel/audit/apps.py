from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "firstline.panel.audit"
