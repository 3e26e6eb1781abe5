"""The attention map, the ribbons, and the map through training."""

from __future__ import annotations

from dataclasses import replace

from playground.charts.attention.maps import attention_figure, attention_step_figure
from playground.charts.picture import Picture
from playground.i18n import _
from playground.probes.decoded import DecodedProbe, DecodedReading
from playground.tasks.pairs.base import said as joined
from playground.views.attention import asked
from playground.views.attention.answer import Said, source_of, true_ids, understood
from playground.views.drawings import ribbons
from playground.views.inside import chosen
from playground.views.parts import Part, Parts, along, figure, info, markdown
from playground.views.scene import Read, Scene
from playground.views.words import plain

USES = ("own_text", "own_example", "uniform", "forced", "beam", "prefix")


def attention_map(scene: Scene, read: Read) -> Parts:
    """The source, the decoder's answer, and the places where the decoder looks."""
    data, moved = scene.data, asked.moved(scene, scene.data)
    free = read(asked.probe(scene))
    reading = read(asked.probe(scene, **moved)) if moved else free
    answer = understood(reading, data)
    yield markdown(_in_words(answer, bool(asked.refusal(scene, data))))
    if reading.weights is None:
        yield _none()
    else:
        yield _map(scene, reading, answer)
    if moved:
        yield from _whether_it_matters(scene, understood(free, data), answer)


def of_lane(scene: Scene, read: Read) -> Parts:
    """The answer of one run among several, and its map."""
    reading = read(DecodedProbe(config=scene.config, step=scene.step, example=scene.view_state.own_example))
    answer = understood(reading, scene.data)
    yield markdown(_in_words(answer, False))
    if reading.weights is None:
        yield _none()
    else:
        picture = _picture(scene, reading, answer)
        yield figure(picture, key="attention", height=300, revision="".join(answer.source))


def below(scene: Scene, read: Read) -> Parts:
    """The same answer as ribbons, and its map through training."""
    data = scene.data
    reading = read(asked.probe(scene, **asked.moved(scene, data)))
    if reading.weights is None:
        return
    answer = understood(reading, data)
    yield ribbons(
        weights=reading.weights[: len(answer.said)].tolist(),
        source=answer.source,
        target=answer.said,
        right=answer.right,
        key="ribbons",
        cell=scene.config.model.cell,
    )
    yield _step(scene, read)


def _in_words(answer: Said, refused: bool) -> str:
    says = _("It says **{said}** {mark}").format(
        said=plain(joined(answer.said)) or _("nothing"), mark="✓" if answer.is_right else "✗"
    )
    if refused:
        says = _("To **{source}** instead: {answer}").format(source=plain(joined(answer.source)), answer=says)
    if answer.is_right:
        return says
    return _("{answer} (right: {true})").format(answer=says, true=plain(joined(answer.true)))


def _whether_it_matters(scene: Scene, free: Said, moved: Said) -> Parts:
    if scene.view_state.uniform:
        how = _("Attention is even everywhere.")
        same = _("It says the same as before: here attention is not needed.")
    else:
        row, place = scene.view_state.forced[0]
        if not (row < len(free.said) and place < len(moved.source)):
            return
        how = _("At output {row} it was made to look at '{token}'.")
        how = how.format(row=row + 1, token=plain(moved.source[place]))
        same = _("It says the same as before.")
    other = _("Left alone it says **{said}**: the answer hangs on where it looks.")
    told = same if free.said == moved.said else other.format(said=plain(joined(free.said)) or _("nothing"))
    yield markdown(f"{how} {told}")


def _none() -> Part:
    return info(
        _("This network has no attention: the decoder knows the source only by the encoder's last state.")
    )


def _map(scene: Scene, reading: DecodedReading, answer: Said) -> Part:
    picture = _picture(scene, reading, answer)
    click_it = _("Click a cell: it must look there, and goes on from there.")
    picture = replace(picture, look_for=f"{picture.look_for} {click_it}")
    revision = "".join(answer.source)
    return figure(picture, key="attention", height=360, revision=revision, clickable=True)


def _picture(scene: Scene, reading: DecodedReading, answer: Said) -> Picture:
    assert reading.weights is not None
    rows = len(answer.said)  # without the row of END
    return attention_figure(
        reading.weights[:rows],
        source=answer.source,
        target=answer.said,
        right=answer.right,
        truth=answer.places,
        cell=scene.config.model.cell,
    )


def _step(scene: Scene, read: Read) -> Part:
    """Where it looks while it is told the right answer: one of the small maps through training."""
    source = source_of(scene, scene.data)
    truth = true_ids(source, scene.data)
    example = chosen.example(scene)
    reading = read(DecodedProbe(config=scene.config, step=scene.step, prefix=truth, **example))
    picture = attention_step_figure(
        reading.weights[: len(truth) - 1],
        step=scene.step,
        truth=understood(reading, scene.data).places,
        cell=scene.config.model.cell,
    )
    return along("panels", figure(picture, key="attention-strip", height=120, revision="".join(source)))
