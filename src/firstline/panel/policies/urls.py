from django.urls import path

from firstline.panel.policies import views

urlpatterns = [path("settings/", views.settings, name="settings")]
