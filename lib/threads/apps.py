from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "lib.threads"
    label = "threads"
