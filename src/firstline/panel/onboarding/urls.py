from django.urls import path

from firstline.panel.onboarding.views import histories, publishing, starting

urlpatterns = [
    path("services/new/", starting.new, name="start"),
    path("s/<slug:slug>/onboarding/", starting.onboarding, name="onboarding"),
    path("s/<slug:slug>/onboarding/content/", starting.content, name="onboarding-content"),
    path("s/<slug:slug>/onboarding/publish/", publishing.publish, name="onboarding-publish"),
    path("s/<slug:slug>/onboarding/done/", publishing.done, name="onboarding-done"),
    path("s/<slug:slug>/onboarding/give-up/", starting.stop, name="onboarding-give-up"),
    path("s/<slug:slug>/history/", histories.list_, name="history"),
    path("s/<slug:slug>/history/<uuid:history_id>/", histories.one, name="history-one"),
    path(
        "s/<slug:slug>/history/<uuid:history_id>/columns/",
        histories.columns,
        name="history-columns",
    ),
    path("s/<slug:slug>/history/<uuid:history_id>/check/", histories.check, name="history-check"),
    path(
        "s/<slug:slug>/history/<uuid:history_id>/rejects.csv",
        histories.rejects,
        name="history-rejects",
    ),
    path(
        "s/<slug:slug>/history/<uuid:history_id>/labels/", histories.labels, name="history-labels"
    ),
    path("s/<slug:slug>/history/<uuid:history_id>/train/", histories.train, name="history-train"),
    path("s/<slug:slug>/history/<uuid:history_id>/file", histories.download, name="history-file"),
    path(
        "s/<slug:slug>/history/<uuid:history_id>/remove/", histories.remove, name="history-remove"
    ),
]
