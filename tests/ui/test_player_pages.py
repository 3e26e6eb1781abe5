"""What another experiment, another page or another run beside it does to the player's cursor and wishes."""

from __future__ import annotations

from tests.ui.film_messages import film, frames
from tests.ui.played import played


def test_the_same_serial_changes_nothing_of_the_cursor_and_a_new_one_what_it_says():
    found = played(
        """
        begin({ autoplay: true });
        hear(given[0]); hear(given[1]);
        one.act({ kind: "seek", step: 30 });
        const places = [];
        for (const more of [
          { autoplay: true },
          { serial: 2, change: "forked" },
          { serial: 3, change: "chosen", films: [{ run: "s" }] },
          { serial: 4, change: "forked", autoplay: true },
        ]) {
          show(more);
          places.push([...at(), wish().place.serial]);
        }
        tell(places);
        """,
        [film(last=50), film("s", last=50)],
    )
    assert found == [[30, "paused", 1], [30, "paused", 2], [0, "paused", 3], [0, "playing", 4]]


def test_a_page_that_is_come_back_to_is_where_it_was_left_unless_its_experiment_is_another():
    found = played(
        """
        const other = { viewer: "other", serial: 7, films: [{ run: "s", totalSteps: 100 }] };
        begin();
        hear(given[0]); hear(given[1]);
        one.act({ kind: "pace", pace: 4 });
        one.act({ kind: "seek", step: 30 });
        const places = [];
        const look = (more) => { show(more); places.push(at()); };
        look(other);                       // it begins at its own step 0
        one.act({ kind: "seek", step: 12 });
        look({});                          // back, to the same experiment
        look(other);
        look({ serial: 2 });               // back, to another one
        look({ ...other, change: "forked", serial: 8 });
        tell([places, one.cursor.pace]);
        """,
        [film(last=50), film("s", last=50)],
    )
    assert found == [[[0, "paused"], [30, "paused"], [12, "paused"], [0, "paused"], [0, "paused"]], 4]


def test_the_first_experiment_of_a_page_begins_at_its_start_whatever_it_was_forked_from():
    assert played("begin({ change: 'forked', serial: 5 }); tell(at());") == [0, "paused"]


def test_runs_looked_at_after_the_same_time_instead_of_the_same_step_are_looked_at_from_their_end():
    found = played(
        """
        const films = [{ run: "a" }, { run: "b" }];
        begin({ films });
        given.map(hear);
        one.act({ kind: "seek", step: 30 });
        const places = [];
        for (const more of [{ byTime: true }, { byTime: true }, { byTime: false }]) {
          show({ films, ...more });
          draw();
          places.push([...at(), told.at(-1).cursor]);
          one.act({ kind: "seek", step: 20 });
        }
        one.act({ kind: "play" });
        show({ films, byTime: true });
        tell([places, at()]);
        """,
        [film("a", last=100, secondsPerStep=0.02), film("b", last=80, secondsPerStep=0.01)],
    )
    places, playing = found
    assert places == [[800, "paused", True], [20, "paused", True], [80, "paused", True]]
    assert playing == [800, "playing"]


def test_films_beside_the_run_are_wanted_as_far_as_the_cursor_goes_and_do_not_hold_it_up():
    found = played(
        """
        const beside = [{ run: "b", totalSteps: 50, proof: "ab" }];
        begin({ beside });
        one.watch("v", "b");
        hear(given);
        one.act({ kind: "seek", step: 30 });
        const near = wish().films[1];
        one.act({ kind: "seek", step: 80 });
        const far = wish().films[1];
        tell([near, far.until, one.facts().lastStep, one.stepOf("b")]);
        """,
        film(last=90),
    )
    near, far, last, step = found
    assert near == {
        **{"run": "b", "proof": "ab", "until": 30, "have": 0, "at": 0, "queued": False, "views": ["v"]},
    }
    assert (far, last, step) == (50, 90, 0)


def test_a_watched_run_that_is_none_of_the_experiments_is_wished_for_at_its_step_0_with_the_same_proof():
    found = played(
        """
        begin({ films: [{ run: "r", proof: "ab" }] });
        const release = one.watch("baselines", "task");
        const wished = wish().films;
        hear(given);
        const frame = one.frameFor("baselines", "task");
        release();
        tell([wished[1], frame.step, wish().films.length]);
        """,
        frames([0], run="task", view="baselines"),
    )
    wished, step, count = found
    assert wished == {
        **{"run": "task", "proof": "ab", "until": 0, "have": 0, "at": 0, "queued": False},
        "views": ["baselines"],
    }
    assert (step, count) == (0, 1)


def test_a_picture_finds_the_frame_after_the_one_it_shows_and_all_there_are():
    found = played(
        """
        begin();
        hear(given[0]); hear(given[1]);
        one.act({ kind: "seek", step: 15 });
        const next = one.nextFrameFor("v", "r");
        one.act({ kind: "seek", step: 40 });
        const none = [one.nextFrameFor("v", "r"), one.nextFrameFor("w", "r"), one.framesFor("w", "r")];
        tell([next.frame.step, next.share, none, one.framesFor("v", "r").map(({ step }) => step)]);
        """,
        [film(last=50), frames([20, 10, 30])],
    )
    assert found == [20, 0.5, [None, None, []], [10, 20, 30]]


def test_a_picture_of_the_whole_run_asks_for_frames_from_all_along_it_while_it_is_there():
    found = played(
        """
        begin();
        const release = one.watch("v", "r");
        one.watch("w", "r");
        one.survey("v", "r");
        const seen = [wish().films[0].along];
        release();
        seen.push(wish().films[0].along);
        tell(seen);
        """
    )
    assert found == [["v"], []]


def test_a_run_that_is_placed_stands_where_it_is_put_whatever_moved_before():
    found = played(
        """
        const places = [];
        const look = (more) => { show({ change: "placed", ...more }); places.push(at()); };
        begin({ autoplay: true });
        hear(given);
        look({ serial: 2, beginsAt: 0 });
        look({ serial: 3, beginsAt: 1e9 });   // its end, when it comes
        look({ serial: 4, beginsAt: 30 });
        tell([places, wish().films[0].until]);
        """,
        film(last=50),
    )
    assert found == [[[0, "paused"], [0, "seeking"], [30, "paused"]], 30]
