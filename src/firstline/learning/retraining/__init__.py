"""Retraining: what happened since, learnt from, and held against the live release."""
