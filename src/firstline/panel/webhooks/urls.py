from django.urls import path

from firstline.panel.webhooks.views import acting, endpoints, log

urlpatterns = [
    path("", endpoints.webhooks, name="webhooks"),
    path("new/", endpoints.new, name="webhooks-new"),
    path("log/", log.deliveries, name="webhooks-log"),
    path("log/<int:delivery_id>/", log.delivery, name="webhooks-delivery"),
    path("log/<int:delivery_id>/again/", acting.send_again, name="webhooks-again"),
    path("<int:endpoint_id>/", endpoints.one, name="webhooks-one"),
    path("<int:endpoint_id>/edit/", endpoints.edit, name="webhooks-edit"),
    path("<int:endpoint_id>/remove/", endpoints.remove_it, name="webhooks-remove"),
    path("<int:endpoint_id>/pause/", acting.pause_it, name="webhooks-pause"),
    path("<int:endpoint_id>/resume/", acting.resume_it, name="webhooks-resume"),
    path("<int:endpoint_id>/rotate/", acting.rotate_it, name="webhooks-rotate"),
    path("<int:endpoint_id>/rotated/", acting.end_it, name="webhooks-rotated"),
    path("<int:endpoint_id>/test/", acting.test_it, name="webhooks-test"),
    path("<int:endpoint_id>/again/", acting.send_dead, name="webhooks-dead-again"),
]
