"""Models: releases and their numbers, comparing, retraining, canaries."""
