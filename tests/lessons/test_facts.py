"""Numbers in a lesson's text are those of the experiments they name."""

from __future__ import annotations

from playground import tasks
from playground.experiments import edits, links
from playground.lessons import facts
from playground.models.shapes import parameter_count
from tests.lessons.trained import trained

BASE = links.decode("problem=sine&model.cell=rnn&training.epochs=2")
OTHER = edits.edited(BASE, {"model.cell": "gru", "training.seed": 3})


def test_a_fact_with_settings_is_one_of_another_experiment() -> None:
    told = facts.filled("[=parameters] and [=parameters model.cell=gru]", BASE)
    data = tasks.dataset(BASE.task)
    counts = [parameter_count(one.model, data) for one in (BASE, OTHER)]
    assert told == " and ".join(f"{count:,}" for count in counts)


def test_a_text_names_the_runs_it_is_measured_on_and_waits_for_them() -> None:
    text = "[=test_loss], [=test_loss training.seed=3 model.cell=gru], [=parameters training.seed=9]"
    assert facts.runs(text, BASE) == (BASE, OTHER)
    half = facts.filled(text, BASE, {BASE: trained(BASE)})
    assert half.startswith(f"{trained(BASE).test_loss[-1]:.3g}, {facts.NOT_TRAINED}, ")
    whole = facts.filled(text, BASE, {one: trained(one) for one in (BASE, OTHER)})
    assert f"{trained(OTHER).test_loss[-1]:.3g}" in whole
