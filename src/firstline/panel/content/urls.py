from django.urls import path

from firstline.panel.content.views import (
    editing,
    history,
    listing,
    previewing,
    proving,
    retiring,
    rule_editor,
    trying,
)

_ONE = "templates/<str:template_id>"
urlpatterns = [
    path("templates/", listing.templates, name="templates"),
    # Besides, not below: any word may be the id of a template.
    path("new-template/", editing.new, name="templates-new"),
    path("template-rule/", rule_editor.rule, name="templates-rule"),
    path("template-preview/", previewing.preview, name="templates-preview"),
    path("template-proofs/", proving.proofs, name="templates-proofs"),
    path("template-trial/", trying.trial, name="templates-trial"),
    path(f"{_ONE}/", editing.template, name="templates-one"),
    path(f"{_ONE}/history/", history.history, name="templates-history"),
    path(f"{_ONE}/restore/<int:revision_id>/", history.restore, name="templates-restore"),
    path(f"{_ONE}/undo/", history.undo, name="templates-undo"),
    path(f"{_ONE}/remove/", retiring.remove, name="templates-remove"),
    path(f"{_ONE}/try/", trying.inquiries, name="templates-try"),
]
