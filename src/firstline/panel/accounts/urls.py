from django.contrib.auth import views as django_views
from django.urls import path

from firstline.panel.accounts import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", django_views.LogoutView.as_view(), name="sign-out"),
    path("s/<slug:slug>/people/", views.people, name="people"),
]
