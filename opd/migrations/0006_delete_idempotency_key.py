from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('opd', '0005_username_in_any_case'),
    ]

    operations = [
        migrations.DeleteModel(
            name='IdempotencyKey',
        ),
    ]
