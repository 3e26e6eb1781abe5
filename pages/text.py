"""Text: one network learns to read sentences, live."""

from playground.i18n import translator
from playground.ui import controls, live, more, runbar, session
from playground.ui.components import plotly_loader
from playground.ui.shell import ensure_shell

ensure_shell()
session.start("sentiment")
controls.sidebar()
plotly_loader()
runbar.show(translator())
live.show()
more.show()
