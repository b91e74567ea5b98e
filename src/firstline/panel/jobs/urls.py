from django.urls import path

from firstline.panel.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<uuid:job_id>/", views.job, name="jobs-one"),
    path("jobs/<uuid:job_id>/again/", views.again, name="jobs-again"),
]
