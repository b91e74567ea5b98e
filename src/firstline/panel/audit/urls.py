from django.urls import path

from firstline.panel.audit import views

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/chain/", views.chain, name="audit-chain"),
    path("audit/export/", views.export, name="audit-export"),
    path("audit/<int:entry_id>/", views.entry, name="audit-one"),
]
