"""Every address of the panel; a service's pages lie below its slug."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views import i18n

from firstline.panel import errors

set_language = login_not_required(i18n.set_language)

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("", include("firstline.panel.accounts.urls")),
    path("", include("firstline.panel.people.urls")),
    path("s/<slug:slug>/", include("firstline.panel.policies.urls")),
    path("", include("firstline.panel.keys.urls")),
    path("s/<slug:slug>/webhooks/", include("firstline.panel.webhooks.urls")),
    path("s/<slug:slug>/", include("firstline.panel.chats.urls")),
    path("", include("firstline.panel.onboarding.urls")),
    path("", include("firstline.panel.exchange.urls")),
    path("s/<slug:slug>/", include("firstline.panel.content.urls")),
    path("s/<slug:slug>/", include("firstline.panel.topics.urls")),
    path("s/<slug:slug>/", include("firstline.panel.triggers.urls")),
    path("s/<slug:slug>/", include("firstline.panel.releases.urls")),
    path("s/<slug:slug>/", include("firstline.panel.training.urls")),
    path("s/<slug:slug>/", include("firstline.panel.annotation.urls")),
    path("s/<slug:slug>/", include("firstline.panel.inbox.urls")),
    path("s/<slug:slug>/", include("firstline.panel.canned.urls")),
    path("s/<slug:slug>/", include("firstline.panel.feedback.urls")),
    path("s/<slug:slug>/", include("firstline.panel.appointments.urls")),
    path("s/<slug:slug>/", include("firstline.panel.insights.urls")),
    path("s/<slug:slug>/", include("firstline.panel.customer_data.urls")),
    path("s/<slug:slug>/", include("firstline.panel.jobs.urls")),
    path("s/<slug:slug>/", include("firstline.panel.audit.urls")),
]
handler403, handler404, handler500 = errors.forbidden, errors.not_found, errors.broken
