"""Filters for what a draft would do; each takes what its name says."""

from django import template

from firstline.panel.releases import gate_words, impacts, words

register = template.Library()
register.filter("objection", gate_words.in_words)
register.filter("cause", gate_words.cause_name)
for _filter in (
    words.change_kind,
    words.left_out,
    words.treatment,
    words.promise,
    words.pool,
    words.finding,
    impacts.kinds,
    impacts.kind_of,
    impacts.first_shown,
):
    register.filter(_filter.__name__, _filter)
