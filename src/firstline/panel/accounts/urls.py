from django.contrib.auth import views as django_views
from django.urls import path

from firstline.panel.accounts import oidc, views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-in/provider/", oidc.StartSignOn.as_view(), name="oidc-start"),
    path("sign-in/provider/back/", oidc.FinishSignOn.as_view(), name="oidc-callback"),
    path("sign-out/", django_views.LogoutView.as_view(), name="sign-out"),
]
