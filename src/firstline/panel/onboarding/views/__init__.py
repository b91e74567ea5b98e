"""Pages of onboarding and of histories."""
