from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lib.audit"
    label = "audit"
