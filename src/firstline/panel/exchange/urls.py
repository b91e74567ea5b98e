from django.urls import path

from firstline.panel.exchange import views

urlpatterns = [
    path("s/<slug:slug>/export/", views.export, name="export"),
    path("s/<slug:slug>/export/<str:source>.zip", views.download, name="export-files"),
    path("api/<slug:slug>/content", views.content, name="api-content"),
]
