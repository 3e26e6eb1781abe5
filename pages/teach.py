"""For teachers: links, sheets and plans."""

from playground.ui.learn import teacher

teacher.show_teacher_page()
