"""Train: one network learns one problem, live."""

from playground.ui import controls, live, more, session
from playground.ui.shell import ensure_shell

ensure_shell()
session.start()
controls.sidebar()
live.show()
more.show()
