"""The course: its contents, a lesson's steps, and exercises that check themselves."""
