"""Rows that were logged, frozen, decided or signed are neither changed nor deleted: triggers on PostgreSQL."""

from django.db import migrations

from commitments.append_only import install, uninstall


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0001_initial"),
        ("masterplan", "0002_revision_without_head"),
        ("opd", "0005_username_in_any_case"),
    ]

    operations = [migrations.RunPython(install, uninstall)]
