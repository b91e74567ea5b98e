"""Tune an encoder to a service's history; the only place that loads PyTorch."""
