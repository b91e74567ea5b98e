from django.urls import path

from firstline.panel.annotation.views import audits, items, queues

urlpatterns = [
    path("annotate/", queues.queues, name="annotate"),
    path("annotate/look/", queues.look, name="annotate-look"),
    path("annotate/settings/", queues.settings, name="annotate-settings"),
    path("annotate/undo/", items.undo_last, name="annotate-undo"),
    path("annotate/audits/", audits.audits, name="annotate-audits"),
    path("annotate/agreement/", audits.agreement, name="annotate-agreement"),
    path("annotate/<slug:queue>/", items.next_one, name="annotate-next"),
    path("annotate/<slug:queue>/again/", queues.again, name="annotate-again"),
    path("annotate/<slug:queue>/<int:item_id>/", items.one, name="annotate-one"),
]
