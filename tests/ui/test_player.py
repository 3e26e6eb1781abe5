"""The page's player: what it shows, when it tells of it, and what it wishes for."""

from __future__ import annotations

from tests.ui.film_messages import film, frames, packed
from tests.ui.node import run_module
from tests.ui.played import played


def test_the_first_wish_says_who_watches_what_and_how_far():
    found = played("begin({ autoplay: true }); tell(wish());")
    assert found == {
        "v": 1,
        "viewer": "me",
        "language": "en",
        "place": {"step": 0, "mode": "playing", "serial": 1},
        "films": [
            {"run": "r", "until": 100, "have": 0, "at": None, "queued": False, "views": [], "along": []}
        ],
    }


def test_what_is_own_is_shown_a_proof_of():
    found = played("begin({ films: [{ run: 'r', proof: 'ab', queued: true }] }); tell(wish().films[0]);")
    assert found["proof"] == "ab"
    assert found["queued"] is True


def test_play_moves_through_what_came_and_asks_for_nothing_that_is_there():
    found = played(
        """
        begin();
        hear(given);
        one.act({ kind: "play" });
        draw(63);
        const middle = at();
        draw(300);
        tell([middle, at(), newest().sent.length, wish().films[0].have]);
        """,
        film(last=100, status="finished"),
    )
    middle, end, wishes, have = found
    assert 20 <= middle[0] <= 26  # a second of four
    assert middle[1] == "playing"
    assert end == [100, "paused"]
    assert wishes < 25  # four a second, for the server to know the place
    assert have == 100


def test_an_act_is_seen_at_once_without_a_word_from_the_server():
    found = played(
        """
        begin();
        hear(given);
        draw();
        newest().close();
        const places = [];
        for (const event of [{ kind: "seek", step: 40 }, { kind: "step" }, { kind: "step", toEpoch: true },
          { kind: "seek", step: 0 }, { kind: "pace", pace: 4 }, { kind: "play" }, { kind: "pause" }]) {
          one.act(event);
          draw();
          places.push([...at(), told.at(-1).cursor]);
        }
        tell(places);
        """,
        film(last=100, status="finished"),
    )
    modes = ["paused"] * 5 + ["playing", "paused"]
    steps = [40, 41, 50, 0, 0, 1, 1]
    assert found == [[step, mode, True] for step, mode in zip(steps, modes, strict=True)]


def test_a_step_that_is_not_there_is_wished_for_and_gone_to_when_it_comes():
    found = played(
        """
        begin();
        one.act({ kind: "step", toEpoch: true });
        const waiting = [...at(), wish().films[0].until];
        hear(given[0]);
        const nearly = at();
        hear(given[1]);
        tell([waiting, nearly, at(), wish().films[0].until]);
        """,
        [film(last=6), film(start=6, last=12)],
    )
    assert found == [[0, "seeking", 10], [0, "seeking"], [10, "paused"], 10]


def test_a_picture_is_told_of_all_that_changed_at_once_and_only_of_what_changed():
    found = played(
        """
        begin();
        draw(2);
        told.length = 0;
        for (const text of given) hear(text);
        draw(5);
        const after = told.splice(0);
        draw(20);
        tell([after, told.length, frames.length]);
        """,
        [film(last=6), frames([3, 5], view="a"), frames([6], view="b"), film(start=6, last=12)],
    )
    assert found == [[{"cursor": False, "state": False, "tracks": ["r"], "frames": ["a", "b"]}], 0, 0]


def test_a_picture_that_fails_does_not_hold_up_another():
    found = played(
        """
        console.error = () => {};
        one.listeners.clear();
        let seen = 0;
        one.subscribe(() => { throw new Error("broken"); });
        const release = one.subscribe(() => { seen += 1; });
        begin();
        release();
        one.act({ kind: "pace", pace: 4 });
        draw();
        tell(seen);
        """
    )
    assert found == 1


def test_who_prefers_less_motion_sees_two_pictures_a_second_and_what_they_do_at_once():
    found = played(
        """
        world.calm = true;
        begin();
        hear(given);
        one.act({ kind: "play" });
        draw();
        told.length = 0;
        draw(125);
        const moved = told.length;
        one.act({ kind: "pause" });
        draw();
        tell([moved, told.length - moved, one.cursor.mode]);
        """,
        film(last=100, status="finished"),
    )
    moved, after, mode = found
    assert moved in (3, 4)  # in two seconds
    assert (after, mode) == (1, "paused")


def test_what_pictures_watch_is_wished_for_until_they_let_go():
    found = played(
        """
        begin();
        const views = () => wish().films[0].views;
        const first = one.watch("a", "r"), second = one.watch("a", "r"), other = one.watch("b", "r");
        one.watch("c", "elsewhere"); one.watch("x".repeat(8001), "r");
        const seen = [views()];
        first(); first();
        seen.push(views());
        second();
        seen.push(views());
        other();
        for (let n = 0; n < 20; n++) one.watch(`v${n}`, "r");
        tell([...seen, views().length]);
        """
    )
    assert found == [["a", "b"], ["a", "b"], ["b"], 12]


def test_at_rest_the_exact_frame_is_asked_for_and_shown_when_it_comes():
    found = played(
        """
        begin();
        one.watch("v", "r");
        hear(given.film); hear(given.near);
        one.act({ kind: "seek", step: 33 });
        const near = one.frameFor("v", "r"), asked = wish().films[0].at;
        hear(given.exact);
        tell([near, asked, one.frameFor("v", "r"), one.frameFor("other", "r")]);
        """,
        {"film": film(last=60), "near": frames([10, 30, 50]), "exact": frames([33])},
    )
    assert found == [
        {"step": 30, "parts": [{"step": 30}], "exact": False},
        33,
        {"step": 33, "parts": [{"step": 33}], "exact": True},
        None,
    ]


def test_while_it_plays_a_frame_is_asked_for_only_where_none_is_near_and_one_at_a_time():
    found = played(
        """
        begin();
        one.watch("v", "r");
        hear(given.film); hear(given.near);
        one.act({ kind: "pace", pace: 4 });
        one.act({ kind: "seek", step: 12 });
        one.act({ kind: "play" });
        const ats = [];
        const note = () => ats.push(wish().films[0].at);
        note();                      // that of step 15 is near the one it needs next
        for (let n = 0; n < 3; n++) { draw(30); note(); }
        hear(given.asked);           // and now the one that was asked for is here
        draw(60); note();
        tell([ats, at()]);
        """,
        {
            "film": film(last=100, status="finished"),
            "near": frames(list(range(16))),
            "asked": frames(list(range(20, 26))),
        },
    )
    ats, place = found
    assert ats[0] is None
    asked = ats[1] if ats[1] is not None else ats[2]
    assert 19 < asked < 24
    assert set(ats[2:4]) == {asked}  # not overtaken by the next
    assert ats[4] != asked
    assert place[1] == "playing"


def test_a_film_that_is_there_is_asked_for_frames_that_are_there_before_the_cursor_is():
    """However long one takes, up to a second and a half: the cursor then always moves towards one."""
    source = """
        begin();
        one.watch("v", "r");
        hear(given.film);
        hear(given.frames[0]);
        one.act({ kind: "play" });
        const late = [];
        let due = null;
        for (let n = 0; n < 200 && one.cursor.mode === "playing"; n++) {
          draw(3);
          const asked = newest().sent.at(-1).films[0].at;
          if (asked !== null && due?.step !== asked) due = { step: asked, at: clock + 1000 * given.seconds };
          if (due && clock >= due.at) hear(given.frames[due.step]);
          if (n > given.begun) late.push(one.nextFrameFor("v", "r") === null && one.cursor.step < 400);
        }
        tell([one.cursor, late.length, late.filter(Boolean).length]);
    """
    for seconds, begun in ((0.05, 10), (0.3, 20), (0.8, 40)):
        given = {
            "film": film(last=400, total=400, status="finished"),
            "frames": [frames([step]) for step in range(401)],
            "seconds": seconds,
            "begun": begun,
        }
        cursor, looks, late = played(source, given)
        assert cursor["step"] == 400
        assert looks > 20
        assert late <= 0.1 * looks, seconds


def test_lanes_by_time_are_asked_for_frames_as_often_as_others():
    """There the cursor counts milliseconds, and a lane its own steps."""
    source = """
        begin({ byTime: given.byTime });
        one.watch("v", "r");
        hear(given.film);
        hear(given.first);
        one.act({ kind: "seek", step: 0 });
        one.act({ kind: "play" });
        const asked = new Set();
        for (let n = 0; n < 400 && one.cursor.mode === "playing"; n++) {
          draw(3);
          const at = newest().sent.at(-1).films[0].at;
          if (at !== null) { asked.add(at); hear(given.frames[at]); }
        }
        tell([asked.size, one.cursor.mode, Math.min(...asked) >= 0]);
    """
    given = {
        "film": film(last=400, total=400, status="finished", secondsPerStep=0.02),
        "first": frames([0]),
        "frames": [frames([step]) for step in range(401)],
    }
    by_step, by_time = (played(source, given | {"byTime": by_time}) for by_time in (False, True))
    assert by_step[1:] == by_time[1:] == ["paused", True]
    assert by_step[0] >= 8
    assert by_time[0] >= 8


def test_a_pause_is_no_time_that_a_frame_took_to_come():
    found = played(
        """
        begin();
        one.watch("v", "r");
        hear(given.film);
        hear(given.first);
        one.act({ kind: "play" });
        draw(2);
        const asked = wish().films[0].at;
        one.act({ kind: "pause" });
        wait(60000);
        one.act({ kind: "seek", step: 0 });
        one.act({ kind: "play" });
        tell([asked, wish().films[0].at]);
        """,
        {"film": film(last=400, total=400, status="finished"), "first": frames([0])},
    )
    asked, later = found
    assert 0 < later <= asked + 1 < 150


def test_while_it_goes_along_with_the_training_what_the_worker_paints_is_enough():
    found = played(
        """
        begin();
        one.watch("v", "r");
        hear(given.film);
        one.act({ kind: "seek", step: 50 });
        one.act({ kind: "play" });
        const ats = [wish().films[0].at];  // nothing is painted yet: it is asked for
        hear(given.painted);
        draw(15);
        const place = at();
        ats.push(wish().films[0].at);      // it is far from its frame, but the next is on its way
        one.act({ kind: "pause" });
        ats.push(wish().films[0].at);
        one.act({ kind: "seek", step: 20 });
        one.act({ kind: "play" });
        ats.push(wish().films[0].at);      // two seconds of training back nothing is painted any more
        tell([ats, place]);
        """,
        {"film": film(last=60, secondsPerStep=0.05), "painted": frames([50])},
    )
    ats, place = found
    step, mode = place
    assert mode == "playing"
    assert 50 < step < 60
    assert ats[:3] == [50, None, step]
    assert 20 < ats[3] < 60  # one that will be there when the cursor is


def test_a_picture_of_another_step_than_the_bar_names_says_so():
    told = played(
        """
        import { isOfAnotherStep } from "web/which_step.js";
        begin({ beside: [{ run: "twin", totalSteps: 100, epochSteps: 10 }] });
        hear(given.film);
        one.act({ kind: "seek", step: 99 });
        const is = (run, step, isMoving = false) => isOfAnotherStep(one, run, step, isMoving);
        const rests = [is("r", 99), is("r", 98), is("r", 87)];
        const moves = [is("r", 99, true), is("r", 98, true), is("r", 87, true)];
        hear(given.behind);  // its picture of step 40 is the newest there can be, and yet not that of step 99
        const behind = is("twin", 40);
        hear(given.ended);
        const moving = (step, next) => isOfAnotherStep(one, "r", step, true, next);
        const between = [moving(90, null), moving(90, 102), moving(87, 100)];
        tell([rests, moves, behind, is("twin", 60), is("twin", 40), between]);
        """,
        {
            "film": film(last=99),
            "behind": film("twin", last=40),
            "ended": film("twin", start=40, last=60, status="finished"),
        },
    )
    assert told == [[False, True, True], [False, False, True], True, False, True, [True, False, True]]


def test_a_picture_that_moves_says_of_which_step_it_is_for_as_long_as_that_can_be_read():
    said = run_module(
        """
        import { Saying } from "web/which_step.js";
        const saying = new Saying();
        const late = (from, to, isOther) => {
          const found = [];
          for (let now = from; now < to; now += 100) found.push(saying.isDue(isOther, true, now));
          return found.lastIndexOf(!found.at(-1)) + 1;  // how many it took until the answer was the last one
        };
        const moving = (isOther, now) => saying.isDue(isOther, true, now);
        const shortly = [moving(true, 0), moving(true, 200), moving(false, 250)];
        tell([shortly, late(300, 2000, true), late(2000, 5000, false), saying.isDue(true, true, 5000),
              saying.isDue(true, false, 5050), saying.isDue(false, false, 5060)]);
        """
    )
    assert said == [[False, False, False], 3, 9, False, True, False]


def test_a_frame_that_cannot_be_had_says_why_at_its_step_only():
    failed = {"kind": "frameFailed", "run": "r", "view": "v", "step": 3, "sentence": "Too large."}
    found = played(
        """
        begin();
        hear(given[0]); hear(given[1]);
        const seen = [3, 4].map((step) => {
          one.act({ kind: "seek", step });
          return one.failureFor("v", "r");
        });
        tell(seen);
        """,
        [film(last=9), packed(failed)],
    )
    assert found == ["Too large.", ""]


def test_a_hidden_tab_wants_nothing_and_is_right_when_it_returns():
    found = played(
        """
        begin({ autoplay: true });
        one.watch("v", "r");
        hear(given[0]);
        draw(30);
        visible(false);
        const hidden = wish().films[0];
        const before = at()[0];
        wait(3600 * 1000);
        visible(true);
        draw();
        const back = at()[0];
        hear(given[1]);
        draw(400);
        tell([hidden, back - before, wish().films[0].until, at()]);
        """,
        [film(last=80), film(start=80, last=100, status="finished")],
    )
    hidden, jump, until, place = found
    assert hidden == {"run": "r", "until": 80, "have": 80, "at": None, "queued": False, "views": []}
    assert jump <= 26  # one second of a replay of four, and the step that was begun
    assert until == 100
    assert place == [100, "paused"]


def test_without_a_run_on_the_page_nothing_moves_and_nothing_is_wanted():
    found = played(
        """
        begin({ autoplay: true });
        hear(given);
        draw(30);
        one.rest();
        const before = at();
        draw(100);
        const resting = [at(), wish().films[0].until];
        show();
        draw(30);
        tell([before, resting, at()]);
        """,
        film(last=80),
    )
    before, resting, after = found
    assert resting == [before, 80]
    assert after[0] > before[0]


def test_a_lost_message_is_asked_for_again():
    found = played(
        """
        begin({ autoplay: true });
        hear(given[0]);
        const count = (wish(), newest().sent.length);
        hear(given[1]);
        tell([wish().films[0].have, newest().sent.length - count]);
        """,
        [film(last=20), film(start=25, last=30)],
    )
    assert found == [20, 1]


def test_a_server_that_begins_anew_develops_the_film_again_under_a_cursor_that_waits():
    found = played(
        """
        begin({ autoplay: true });
        hear(given[0]);
        draw(100);
        const before = at()[0];
        hear(given[1]);
        draw(10);
        const waiting = at();
        hear(given[2]);
        draw(10);
        tell([before, waiting, at()]);
        """,
        [film(last=80), film(last=2), film(start=2, last=90)],
    )
    before, waiting, after = found
    assert before > 2
    assert waiting == [before, "playing"]
    assert after[0] > before


def test_a_film_that_ends_before_the_cursor_takes_it_to_its_end():
    found = played(
        """
        begin();
        hear(given[0]);
        one.act({ kind: "seek", step: 70 });
        show({ serial: 2, change: "forked", films: [{ run: "s" }] });
        const waiting = at();
        hear(given[1]);
        tell([waiting, at()]);
        """,
        [film(last=80), film("s", last=40, status="diverged")],
    )
    assert found == [[70, "paused"], [40, "paused"]]


def test_a_run_that_goes_on_after_its_end_plays_from_there_and_wants_the_rest():
    ends = film(run="r", last=100, status="finished", mayGoOn=True)
    told = played(
        """
        import { mayGoOn } from "web/run_words.js";
        begin({ autoplay: true });
        hear(given.ends);
        one.act({ kind: "seek", step: 99 });
        const before = mayGoOn(one.cursor, one.facts());
        one.act({ kind: "seek", step: 100 });
        const atEnd = mayGoOn(one.cursor, one.facts());
        const longer = [{ run: "s", totalSteps: 200, epochSteps: 10 }];
        show({ serial: 2, change: "forked", autoplay: true, films: longer });
        const [s] = wish().films;
        const waits = [at(), s.until, mayGoOn(one.cursor, one.facts())];
        hear(given.more);
        draw(60);
        tell([before, atEnd, waits, one.cursor.step > 100, one.cursor.mode]);
        """,
        {"ends": ends, "more": film(run="s", last=160, total=200)},
    )
    assert told == [False, True, [[100, "playing"], 200, False], True, "playing"]


def test_several_runs_are_at_one_place_and_by_time_each_at_a_step_of_its_own():
    found = played(
        """
        const films = [{ run: "a" }, { run: "b" }];
        begin({ films, byTime: true });
        given.map(hear);
        one.act({ kind: "seek", step: 500 });
        const byTime = [one.stepOf("a"), one.stepOf("b"), one.facts().epochSteps];
        show({ films, byTime: false, serial: 2, change: "same" });
        one.act({ kind: "seek", step: 30 });
        const ends = wish().films.map((film) => film.until);
        tell([byTime, [one.stepOf("a"), one.stepOf("b")], ends]);
        """,
        [film("a", last=100, secondsPerStep=0.02), film("b", last=80, secondsPerStep=0.01)],
    )
    assert found == [[25, 50, 100], [30, 30], [30, 30]]


def test_a_film_that_is_refused_has_failed_and_says_why():
    refusal = {"kind": "refusal", "sentence": "This link needs its owner's data.", "run": "r"}
    found = played(
        """
        begin({ autoplay: true });
        hear(given);
        draw(5);
        tell([one.facts().status, one.facts().reason, told.at(-1).state, frames.length]);
        """,
        packed(refusal),
    )
    assert found == ["failed", "This link needs its owner's data.", True, 0]


def test_what_moves_is_told_some_twenty_times_a_second_and_what_the_learner_does_at_once():
    found = played(
        """
        begin();
        hear(given);
        one.act({ kind: "play" });
        draw();
        told.length = 0;
        draw(62);
        const moved = told.length;
        one.act({ kind: "pause" });
        draw();
        tell([moved, told.length - moved]);
        """,
        film(last=1000, total=1000, status="finished"),
    )
    moved, after = found
    assert 15 <= moved <= 22
    assert after == 1
