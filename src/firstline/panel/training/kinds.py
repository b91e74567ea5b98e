"""Kinds of jobs that the pages of models ask for; `firstline.work` has their functions."""

from enum import StrEnum


class ModelJob(StrEnum):
    PICTURE = "draw_charts"
    COMPARE = "compare"
    RETRAIN = "retrain"
    CANARY_STATUS = "canary_status"
