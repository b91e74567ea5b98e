from django.urls import path

from firstline.panel.insights import views

urlpatterns = [path("insights/", views.insights, name="insights")]
