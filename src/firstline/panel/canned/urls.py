from django.urls import path

from firstline.panel.canned import views

urlpatterns = [
    path("canned/", views.canned, name="canned"),
    path("canned/new/", views.new, name="canned-new"),
    path("canned/<int:canned_id>/", views.one, name="canned-one"),
    path("canned/<int:canned_id>/remove/", views.remove, name="canned-remove"),
]
