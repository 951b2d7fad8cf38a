from django.urls import path

from masterplan.views import sections

urlpatterns = [
    path("", sections.section_tree, name="section_tree"),
    path("<int:pk>/", sections.section_detail, name="section_detail"),
    path("<int:pk>/edit/", sections.section_edit, name="section_edit"),
    path("<int:pk>/ready/", sections.section_ready, name="section_ready"),
    path("<int:pk>/assign/", sections.section_assign, name="section_assign"),
]
