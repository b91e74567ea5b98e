"""Firstline answers the first line of customer support, where it can promise to be right."""

__version__ = "0.1.0"
