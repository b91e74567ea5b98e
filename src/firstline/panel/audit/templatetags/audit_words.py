from django import template

from firstline.panel.audit.words import in_words

register = template.Library()
register.filter("in_words", in_words)
