from django.urls import path

from firstline.panel.content import views

urlpatterns = [
    path("templates/", views.templates, name="templates"),
    path("templates/<str:template_id>/", views.template, name="templates-one"),
    path("topics/", views.topics, name="topics"),
]
