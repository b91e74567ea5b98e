from django.urls import path

from firstline.panel.training.views import canary, comparing, flips, releases, retraining

urlpatterns = [
    path("models/", releases.releases, name="models"),
    path("models/compare/", comparing.compare, name="models-compare"),
    path("models/compare/<uuid:job_id>/", comparing.comparison, name="models-comparison"),
    path("models/compare/<uuid:job_id>/flips/", flips.flips, name="models-flips"),
    path("models/retrain/", retraining.retrain, name="models-retrain"),
    path("models/retrain/<uuid:job_id>/", retraining.retraining, name="models-retraining"),
    path("models/schedule/", retraining.schedule, name="models-schedule"),
    path("models/canary/", canary.canary, name="models-canary"),
    path("models/canary/look/", canary.look, name="models-canary-look"),
    path("models/canary/stop/", canary.stop, name="models-canary-stop"),
    path("models/<str:digest>/", releases.release, name="models-one"),
    path("models/<str:digest>/charts/", releases.charts, name="models-charts"),
    path(
        "models/<str:digest>/confused/<str:labelled>/<str:found>/",
        releases.confused,
        name="models-confused",
    ),
    path("models/<str:digest>/promote/", releases.promote_release, name="models-promote"),
]
