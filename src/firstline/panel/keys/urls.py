from django.urls import path

from firstline.panel.keys import views

urlpatterns = [
    path("s/<slug:slug>/keys/", views.keys, name="keys"),
    path("s/<slug:slug>/keys/<int:key_id>/revoke/", views.revoke_key, name="keys-revoke"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:token_id>/revoke/", views.revoke_token, name="tokens-revoke"),
]
