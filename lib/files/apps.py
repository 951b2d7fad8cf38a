from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lib.files"
    label = "files"
