from django.urls import path

from masterplan.views import exports

urlpatterns = [
    path("<int:pk>/", exports.export_progress, name="export_progress"),
    path("<int:pk>/file/", exports.export_file, name="export_file"),
    path("<int:pk>/retry/", exports.export_retry, name="export_retry"),
]
