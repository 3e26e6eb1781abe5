"""Learn: the course, lesson by lesson."""

from playground.ui.learn import page

page.show_learn_page()
