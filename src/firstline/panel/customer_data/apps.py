from django.apps import AppConfig


class CustomerDataConfig(AppConfig):
    name = "firstline.panel.customer_data"
