from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "firstline.panel.onboarding"
