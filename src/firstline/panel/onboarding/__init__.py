"""Onboarding: from a name and four files to a first release that answers in shadow."""
