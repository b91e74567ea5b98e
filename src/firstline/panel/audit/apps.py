from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "firstline.panel.audit"

    def ready(self) -> None:
        from firstline.panel.audit import sign_ins  # noqa: F401, PLC0415 - connects the signals
