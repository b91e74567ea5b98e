from django.urls import path

from firstline.panel.people import account, views

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/password/", account.ChangePassword.as_view(), name="account-password"),
    path("reset/", account.AskForReset.as_view(), name="reset"),
    path("reset/asked/", account.ResetAsked.as_view(), name="reset-asked"),
    path("set-password/<uidb64>/<token>/", account.SetPassword.as_view(), name="set-password"),
    path("s/<slug:slug>/people/", views.people, name="people"),
    path("s/<slug:slug>/people/<int:member_id>/role/", views.set_role, name="people-role"),
    path("s/<slug:slug>/people/<int:member_id>/remove/", views.remove, name="people-remove"),
    path("s/<slug:slug>/people/<int:member_id>/invite/", views.invite_again, name="people-invite"),
]
