from django.urls import path

from firstline.panel.appointments.views import acting, calendars

urlpatterns = [
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/new/", calendars.new, name="calendars-new"),
    path("calendars/<int:calendar_id>/", calendars.one, name="calendars-one"),
    path("calendars/<int:calendar_id>/times/", calendars.times, name="calendars-times"),
    path("calendars/<int:calendar_id>/remove/", calendars.remove, name="calendars-remove"),
    path("appointments/<uuid:appointment_id>/move/", acting.move, name="inbox-move"),
    path("appointments/<uuid:appointment_id>/cancel/", acting.cancel, name="inbox-cancel"),
]
