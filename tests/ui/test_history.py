"""The history of a browser: runs are kept by themselves, and strangers' texts are bounded."""

from __future__ import annotations

import json
from typing import Any

import pytest

from playground.config import SETTINGS
from playground.experiments.lanes import FEWEST, MOST
from playground.i18n import _
from playground.tasks import PROBLEMS
from playground.ui.history import BARE, MARKS, names
from tests.ui.film_messages import film
from tests.ui.node import run_module
from tests.ui.played import played

RUN = {"page": "train", "link": "v=1&problem=sine", "when": 1000, "epochs": 3, "step": 30, "score": 0.5}
KEPT = {**RUN, "name": "", "pinned": False, "mark": "", "notes": []}


def runs(count: int, **more: Any) -> list[dict[str, Any]]:
    """Different ones, newest first."""
    return [
        KEPT | {"link": f"v=1&problem=sine&training.seed={n}", "when": 10_000 - n} | more
        for n in range(count)
    ]


def file(*some: Any, v: Any = 1) -> str:
    return json.dumps({"v": v, "runs": list(some)})


def parsed(*texts: str) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = run_module(
        'import { parsed } from "web/history.js"; tell(given.map(parsed));', texts
    )
    return found


# ---- what lies in the storage, or in a stranger's file


FOREIGN = ["", "{", "null", "[]", "3", '"x"', file(v=2), '{"v":1}', '{"v":1,"runs":{}}', "[" * 5000]


def test_what_is_no_history_is_an_empty_one():
    assert parsed(*FOREIGN) == [[]] * len(FOREIGN)


STRANGE: list[Any] = [
    None,
    7,
    [],
    {**RUN, "page": "admin"},
    {**RUN, "page": "__proto__"},
    {**RUN, "link": ""},
    {**RUN, "link": None},
    {**RUN, "link": "v=1&x=<script>"},
    {**RUN, "link": "javascript:alert(1)"},
    {**RUN, "link": "//evil.example"},
    {**RUN, "link": "v=1&" + "a" * 9000},
]


def test_an_entry_that_is_none_is_left_out_and_the_others_stay():
    assert parsed(file(*STRANGE, RUN)) == [[KEPT]]


def test_every_field_of_an_entry_is_bounded():
    wild = {"name": "a\n\tb" + "x" * 500, "pinned": "yes", "when": 1e300, "epochs": -1, "step": 2.5}
    [[found]] = parsed(file({**RUN, **wild, "score": "low", "mark": "<b>", "more": "things"}))
    assert found["name"] == "a b" + "x" * 77
    usual = {"pinned": False, "when": 0, "epochs": 0, "step": 0, "score": None, "mark": ""}
    assert found == KEPT | usual | {"name": found["name"]}


def test_a_file_holds_two_hundred_runs_at_most_and_each_once():
    [found] = parsed(file(*runs(300), *runs(300)))
    assert found == runs(200)


# ---- a run that was shown


NOTED = 'import { noted } from "web/history.js"; tell(given.reduce((all, run) => noted(all, run), []));'


def noted(some: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run_module(NOTED, some)
    return found


def test_a_run_that_is_shown_again_comes_to_the_front_and_keeps_its_name_and_its_pin():
    first, other = runs(2, name="mine", pinned=True)
    again = {**RUN, "link": first["link"], "when": 20_000, "score": 0.1}
    assert noted([first, other, again]) == [first | {"when": 20_000, "score": 0.1}, other]


def test_what_was_noted_stays_with_a_run_whatever_else_is_kept_of_it():
    noted_first = {**RUN, "notes": [[3, "here"]]}
    link = {"page": RUN["page"], "link": RUN["link"]}
    (found,) = noted([RUN, link | {"notes": [[3, "here"]], "when": 7}, RUN | {"epochs": 9}])
    assert found == KEPT | {"notes": [[3, "here"]], "epochs": 9, "when": RUN["when"]}
    assert noted([noted_first, link | {"notes": []}]) == [KEPT]


def test_where_there_are_too_many_the_oldest_without_a_name_or_a_pin_goes():
    many = runs(205)
    many[0] |= {"name": "the very first"}
    many[1] |= {"pinned": True}
    found = [one["link"] for one in noted(many)]
    assert len(found) == 200
    assert found[-2:] == [many[1]["link"], many[0]["link"]]
    assert many[6]["link"] not in found
    assert many[7]["link"] in found


def test_two_histories_become_one_that_has_the_newer_entries_and_loses_no_name_and_no_pin():
    here, there = runs(3), runs(4)
    here[0] |= {"name": "mine", "when": 1}
    there[0] |= {"pinned": True, "when": 2, "score": 0.25}
    source = 'import { merged } from "web/history.js"; tell(merged(given[0], given[1]));'
    found = run_module(source, [here, there])
    assert [one["when"] for one in found] == sorted((one["when"] for one in found), reverse=True)
    assert len(found) == 4
    assert found[-1] == there[0] | {"name": "mine"}


STORED = """
    import { History } from "web/history.js";
    class Storage {
      constructor(room) { Object.assign(this, { room, text: null }); }
      getItem() { return this.text; }
      setItem(_key, text) { if (text.length > this.room) throw new Error("full"); this.text = text; }
    }
    const forbidden = { getItem() { throw new Error("no"); }, setItem() { throw new Error("no"); } };
    const kept = (storage) => {
      const one = new History(storage);
      for (const run of given) one.note(run);
      return { kept: one.isKept, links: one.runs().map(({ link }) => link) };
    };
    const room = (letters) => kept(new Storage(letters));
    tell([room(1e6), kept(null), kept(forbidden), room(2000), room(5)]);
"""


def test_a_private_window_and_a_full_storage_keep_what_they_can():
    many = runs(30)
    newest_first = [one["link"] for one in reversed(many)]
    usual, private, forbidden, small, tiny = run_module(STORED, many)
    assert usual == {"kept": True, "links": newest_first}
    assert private == forbidden == tiny == {"kept": False, "links": newest_first}
    assert small["kept"]
    assert 3 < len(small["links"]) < 30
    assert small["links"] == newest_first[: len(small["links"])]


# ---- runs are kept by themselves


KEEPER = """
    const { History } = await import("web/history.js");
    const { Keeper } = await import("web/history_keeper.js");
    const ending = new AbortController();
    const leaving = [];
    const book = new History(null);
    const browser = { ...world, onLeaving: (act) => leaving.push(act) };
    const keeper = new Keeper(one, book, ending.signal, browser);
    const bar = (link, films = usual) => ({ kept: { page: "train", link }, experiment: { films } });
    const kept = () => book.runs().map(({ link, epochs, score, mark }) => [link, epochs, score, mark]);
    const seen = [];
    const look = () => seen.push(kept());
"""


def test_a_run_is_kept_from_its_first_epoch_on_and_goes_on_as_it_does():
    found = played(
        KEEPER
        + """
        begin(); keeper.show(bar("a=1"));
        for (const message of given) { hear(message); keeper.stir(); look(); }
        wait(2000); look();
        tell(seen);
        """,
        [film(last=5), film(last=10), film(last=25)],
    )
    first, second = ["a=1", 1, 10, "notBetter"], ["a=1", 2, 20, "notBetter"]
    assert found == [[], [first], [first], [second]]


def test_the_next_click_and_a_closed_page_lose_nothing():
    found = played(
        KEEPER
        + """
        const [ten, forty, broken] = given;
        begin(); keeper.show(bar("a=1"));
        for (const message of [ten, forty]) { hear(message); keeper.stir(); }
        keeper.show(bar("b=2", [{ run: "q" }])); look();
        keeper.show(bar("a=1")); hear(broken);
        for (const act of leaving) act();
        look();
        tell(seen);
        """,
        [film(last=10), film(last=40), film(last=50, status="diverged")],
    )
    assert found == [[["a=1", 4, 40, "notBetter"]], [["a=1", 5, 50, "diverged"]]]


# ---- in words, and side by side


def described(*links: str) -> list[dict[str, Any]]:
    source = """
        import { described } from "web/run_names.js";
        tell(given.links.map((link) => described({ link }, given.names)));
    """
    found: list[dict[str, Any]] = run_module(source, {"links": links, "names": names()})
    return found


def test_a_run_is_called_by_its_problem_its_cell_and_what_differs():
    plain, changed, lanes, search, strange = described(
        "v=1&problem=sine",
        "v=1&problem=adding&model.cell=rnn&training.max_norm=none&training.lr=0.5&training.changes=5,1,0,none",
        "v=1&problem=sine&lanes=model.cell:rnn/model.cell:gru,model.hidden_size:8",
        "v=1&problem=sine&sweep=grid;rnn,gru;model.hidden_size:8,16;training.lr:0.01,0.1",
        "problem=<b>&constructor=1&model.cell=<i>",
    )
    assert plain == {"title": _(PROBLEMS["sine"].title), "differs": ["LSTM"]}
    assert set(changed["differs"]) == {
        "RNN",
        "Clip the gradient at norm: off",
        "Learning rate: 0.5",
        "Changes during the run",
    }
    assert changed["differs"][0] == "RNN"
    assert lanes["differs"] == ["RNN / GRU, Hidden size: 8"]
    assert search["differs"] == ["RNN, GRU", "Hidden size", "Learning rate"]
    assert strange == {"title": "<b>", "differs": ["<i>"]}  # letters on the page, as all of it is


def test_every_setting_and_every_mark_has_its_words():
    told = names()
    assert told["settings"].keys() == SETTINGS.keys()
    assert set(BARE) <= SETTINGS.keys()
    assert told["problems"].keys() == told["cells"].keys() == PROBLEMS.keys()
    source = 'import { NAMES } from "web/verdict.js"; tell(NAMES);'
    assert {*run_module(source), "diverged"} == MARKS.keys()


COMPARED = """
    import { comparison } from "web/run_names.js";
    const on = (page) => (link) => ({ page, link });
    tell(comparison([...given.links.map(on("train")), on("compare")("v=1")], given.names));
"""


@pytest.mark.parametrize(
    ("links", "found"),
    [
        (["v=1&problem=sine"], None),
        (["v=1&problem=sine"] * 5, None),
        (["v=1&problem=sine", "v=1&problem=adding"], {"shared": "Problem"}),
        (["v=1&problem=sine", "v=1&problem=sine&training.seed=2"], {"shared": "Seed"}),
        (
            ["v=1&problem=sine", "v=1&problem=sine&model.cell=gru"],
            {"link": "runs=v%3D1%26problem%3Dsine%7Cv%3D1%26problem%3Dsine%26model.cell%3Dgru"},
        ),
    ],
)
def test_pinned_runs_are_compared_where_they_share_what_lanes_share(links, found):
    assert run_module(COMPARED, {"links": links, "names": names()}) == found
    assert FEWEST <= 4 <= MOST
