"""Rows that were logged, frozen, decided or signed are neither changed nor deleted: triggers on PostgreSQL."""

from django.db import migrations

from portal.integrity.append_only import install, uninstall


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("audit", "0001_initial"),
        ("commitments", "0001_initial"),
        ("files", "0001_initial"),
        ("masterplan", "0001_initial"),
        ("threads", "0001_initial"),
    ]

    operations = [migrations.RunPython(install, uninstall)]
