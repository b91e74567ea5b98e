from django.urls import path

from firstline.panel.customer_data import views

urlpatterns = [
    path("customer-data/", views.source, name="customer-data"),
    path("customer-data/try/", views.try_it, name="customer-data-try"),
    path("customer-data/accesses/", views.accesses, name="customer-data-accesses"),
    path("inbox/<uuid:conversation_id>/facts/", views.refresh_it, name="facts-refresh"),
    path("inbox/<uuid:conversation_id>/facts/update/", views.update_it, name="facts-update"),
]
