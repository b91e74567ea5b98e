from django.urls import path

from firstline.panel.chats import views

urlpatterns = [
    path("chat/", views.chat, name="chat"),
    path("chat/secret/", views.new_secret, name="chat-secret"),
]
