"""Gates: what is let in, kept and let out, time step by time step."""

from __future__ import annotations

from playground.charts.answers.words import with_words
from playground.charts.inside import gates as charts
from playground.i18n import _
from playground.models.hold import GATE_NAMES
from playground.views.inside import chosen
from playground.views.parts import Parts, figure, markdown
from playground.views.scene import Read, Scene


def draw(scene: Scene, read: Read) -> Parts:
    """One strip for each gate; a plain RNN has none, and shows where its squashing is flat."""
    reading = read(chosen.inside_probe(scene))
    model, parts = scene.config.model, chosen.parts(scene, reading.parts)
    names_of_steps = chosen.words(scene, scene.data, reading)
    for part in parts:
        key = f"gates-{'backward' if part.backward else 'forward'}"
        if len(parts) > 1:
            yield markdown(_("**Backward**, in reading order") if part.backward else _("**Forward**"))
        if names := GATE_NAMES[model.cell]:
            values = {name: part.values[name] for name in names}
            yield markdown(charts.gates_in_words(values, model.cell))
            picture = charts.gates_figure(values, cell=model.cell, unit=chosen.unit(scene))
            yield figure(with_words(picture, names_of_steps), key=key, height=130 * len(values))
        else:
            yield markdown(
                _(
                    "A plain RNN has no gates. Its whole state passes through the nonlinearity at every "
                    "time step."
                )
            )
            squash = model.nonlinearity
            picture = charts.flatness_figure(part.values["h"], cell=model.cell, nonlinearity=squash)
            yield figure(with_words(picture, names_of_steps), key=key, height=260)
