from django.urls import path

from masterplan.views import comments, rounds

urlpatterns = [
    path("<int:pk>/", rounds.round_detail, name="round_detail"),
    path("<int:pk>/print/", rounds.round_print, name="round_print"),
    path("<int:pk>/comments/add/", comments.comment_add, name="comment_add"),
    path("comments/<int:pk>/answer/", comments.comment_answer, name="comment_answer"),
    path("<int:pk>/close/", rounds.round_close, name="round_close"),
]
