from django.db import migrations

from firstline.panel.audit.guards import guard, unguard


class Migration(migrations.Migration):
    # PostgreSQL changes no table that has triggers to fire, so this is a step of its own.
    dependencies = [("audit", "0002_append_only")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: guard(editor.connection),
            lambda apps, editor: unguard(editor.connection),
        ),
    ]
