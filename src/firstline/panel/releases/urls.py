from django.urls import path

from firstline.panel.releases import views

urlpatterns = [
    path("publish/", views.publish, name="publish"),
    path("versions/", views.versions, name="versions"),
]
