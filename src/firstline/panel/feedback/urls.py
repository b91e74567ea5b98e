from django.urls import path

from firstline.panel.feedback import views

urlpatterns = [
    path("feedback/", views.trends, name="feedback"),
    path("inbox/<uuid:conversation_id>/feedback/", views.say_it, name="inbox-feedback"),
]
