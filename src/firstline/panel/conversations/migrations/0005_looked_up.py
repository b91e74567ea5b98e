from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0004_triggers")]

    operations = [
        migrations.AddField("conversation", "looked_up", models.JSONField(null=True)),
        migrations.AddField("message", "looked_up", models.JSONField(null=True)),
    ]
