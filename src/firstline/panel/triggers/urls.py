from django.urls import path

from firstline.panel.triggers.views import editing, listing, trying

_ONE = "triggers/<str:trigger_id>"
urlpatterns = [
    path("triggers/", listing.triggers, name="triggers"),
    # Besides, not below: any word may be the id of a trigger.
    path("new-trigger/", editing.new, name="triggers-new"),
    path("trigger-rule/", editing.rule, name="triggers-rule"),
    path("trigger-trial/", trying.trial, name="triggers-trial"),
    path("trigger-past/", trying.past, name="triggers-past"),
    path(f"{_ONE}/", editing.trigger, name="triggers-one"),
    path(f"{_ONE}/undo/", editing.undo, name="triggers-undo"),
    path(f"{_ONE}/remove/", editing.remove, name="triggers-remove"),
]
