from django.urls import path

from firstline.panel.audit import views

urlpatterns = [path("audit/", views.audit, name="audit")]
