from django.urls import path

from firstline.panel.releases.views import acting, changed, decisions, draft, versions

urlpatterns = [
    path("publish/", draft.draft, name="publish"),
    path("publish/state/", draft.progress, name="publish-state"),
    path("publish/moved/", draft.moved, name="publish-moved"),
    path("publish/changed/", changed.changed, name="publish-changed"),
    path("publish/check/", draft.check, name="publish-check"),
    path("publish/live/", acting.publish, name="publish-live"),
    path("publish/approve/", acting.approve, name="publish-approve"),
    path("publish/ask/", acting.ask, name="publish-ask"),
    path("publish/send-back/", acting.send_back, name="publish-send-back"),
    path("publish/discard/", acting.discard, name="publish-discard"),
    path("publish/undo/", acting.undo, name="publish-undo"),
    path("publish/settle/", acting.settle, name="publish-settle"),
    path("publish/decisions/<str:decision_id>/", decisions.decision, name="publish-decision"),
    path("versions/", versions.versions, name="versions"),
    path("versions/difference/", versions.difference, name="versions-difference"),
    path("versions/back/", versions.back, name="versions-back"),
]
