from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("opd", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_once",
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("user", "region", "role", "opd"),
                name="membership_once_per_opd",
                violation_error_message="Orang ini sudah memiliki peran tersebut.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("opd__isnull", True)),
                fields=("user", "region", "role"),
                name="membership_once",
                violation_error_message="Orang ini sudah memiliki peran tersebut.",
            ),
        ),
    ]
