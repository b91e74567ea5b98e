from django.urls import path

from firstline.panel.conversations.views import acting, reading

urlpatterns = [
    path("inbox/", reading.inbox, name="inbox"),
    path("inbox/<uuid:conversation_id>/", reading.one, name="inbox-one"),
    path("inbox/<uuid:conversation_id>/say/", acting.say_it, name="inbox-say"),
    path("inbox/<uuid:conversation_id>/note/", acting.note_it, name="inbox-note"),
    path("inbox/<uuid:conversation_id>/take/", acting.take_it, name="inbox-take"),
    path("inbox/<uuid:conversation_id>/take-over/", acting.take_it_over, name="inbox-take-over"),
    path("inbox/<uuid:conversation_id>/resolve/", acting.resolve_it, name="inbox-resolve"),
    path("inbox/<uuid:conversation_id>/give-back/", acting.give_it_back, name="inbox-give-back"),
]
