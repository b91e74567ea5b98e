from django.urls import path

from firstline.panel.topics.views import one, pauses, reshaping, tree

urlpatterns = [
    path("topics/", tree.topics, name="topics"),
    path("topics/new/", reshaping.new, name="topics-new"),
    path("topics/undo/", reshaping.take_back, name="topics-undo"),
    path("topics/pause/", pauses.stop, name="topics-pause"),
    path("topics/resume/", pauses.go_on, name="topics-resume"),
    path("topics/one/<str:topic_id>/", one.topic, name="topics-one"),
    path("topics/one/<str:topic_id>/ladder/", one.ladder, name="topics-ladder"),
    path("topics/one/<str:topic_id>/move/", reshaping.move, name="topics-move"),
    path("topics/one/<str:topic_id>/merge/", reshaping.merge, name="topics-merge"),
    path("topics/one/<str:topic_id>/split/", reshaping.split, name="topics-split"),
    path("topics/one/<str:topic_id>/retire/", reshaping.retire, name="topics-retire"),
]
