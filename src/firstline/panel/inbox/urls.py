from django.urls import path

from firstline.panel.inbox.views import acting, own, present, reading

_ONE = "inbox/<uuid:conversation_id>/"
urlpatterns = [
    path("inbox/", reading.inbox, name="inbox"),
    path("inbox/letters/", own.letters, name="inbox-letters"),
    path("inbox/skills/<int:member_id>/", own.skills, name="inbox-skills"),
    path(_ONE, reading.one, name="inbox-one"),
    path(f"{_ONE}here/", present.here, name="inbox-here"),
    path(f"{_ONE}say/", acting.say_it, name="inbox-say"),
    path(f"{_ONE}undo/", acting.undo_it, name="inbox-undo"),
    path(f"{_ONE}note/", acting.note_it, name="inbox-note"),
    path(f"{_ONE}dismiss/", acting.dismiss_it, name="inbox-dismiss"),
    path(f"{_ONE}take/", acting.take_it, name="inbox-take"),
    path(f"{_ONE}take-over/", acting.take_it_over, name="inbox-take-over"),
    path(f"{_ONE}assign/", acting.assign_it, name="inbox-assign"),
    path(f"{_ONE}snooze/", acting.snooze_it, name="inbox-snooze"),
    path(f"{_ONE}experts/", acting.send_to_experts, name="inbox-experts"),
    path(f"{_ONE}resolve/", acting.resolve_it, name="inbox-resolve"),
    path(f"{_ONE}give-back/", acting.give_it_back, name="inbox-give-back"),
]
