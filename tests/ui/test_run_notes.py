"""Notes on the timeline: pinned to a step, kept with their run, said where the cursor is."""

from __future__ import annotations

from typing import Any

from tests.ui.film_messages import film
from tests.ui.played import played

NOTES = """
    class Node extends EventTarget {
      constructor() { super(); Object.assign(this, { inside: [], hidden: false, value: "" }); }
      append(...what) { this.inside.push(...what); }
      insertBefore(node) { this.inside.unshift(node); return node; }
      replaceChildren(...what) { this.inside = what; }
      setAttribute(name, value) { this[name] = value; }
      getAttribute(name) { return this[name] ?? null; }
      contains(node) { return this.inside.includes(node); }
      focus() { this.onfocus?.(); }
      get classList() { return { toggle: (name, on) => (this[name] = on) }; }
    }
    Node.prototype.setProperty = function (name, value) { this[name] = value; };
    globalThis.document = { createElement: () => { const one = new Node(); one.style = one; return one; },
      createElementNS: () => new Node() };
    const { History } = await import("web/history.js");
    const { RunNotes } = await import("web/run_notes.js");
    const book = new History(null);
    const [flags, place] = [new Node(), new Node()];
    const notes = new RunNotes({ flags, place }, one, book, new AbortController().signal);
    const words = { noteAt: "Note at step {step}" };
    const open = (link, more = {}) => notes.show(
      { words, notes: [], kept: { page: "train", link }, experiment: { change: "chosen" }, ...more });
    const [button, form] = place.inside;
    const [label, save, remove] = form.inside;
    const input = label.inside[1];
    const press = (node, kind = "click") => node.dispatchEvent(new Event(kind, { cancelable: true }));
    const write = (text) => { press(button); input.value = text; press(form, "submit"); };
    begin();
    for (const message of given) hear(message);
    const seek = (step) => one.act({ kind: "seek", step });
"""


def noted(source: str, **films: Any) -> Any:
    return played(NOTES + source, [film(last=100, status="finished", **films)])


def test_a_note_is_kept_with_its_run_and_drawn_at_its_step():
    found = noted("""
        open("a=1"); seek(30); write("  here it   turns ");
        seek(80); write("the end");
        const places = () => flags.inside.map((flag) => [flag["--place"], flag["aria-label"]]);
        const first = places();
        open("b=2");
        const other = places();
        open("a=1"); seek(30); press(button); press(remove);
        tell([first, other, places(), book.runs().map(({ link, notes }) => [link, notes])]);
    """)
    here, end = [0.3, "Note at step 30: here it turns"], [0.8, "Note at step 80: the end"]
    assert found == [[here, end], [], [end], [["a=1", [[80, "the end"]]]]]


def test_a_note_is_said_at_its_step_and_shortly_after():
    found = noted("""
        open("a=1"); seek(30); write("here");
        tell([29, 30, 31, 32, 33].map((step) => notes.at(step, 100)));
    """)
    assert found == ["", "here", "here", "here", ""]


def test_notes_of_a_link_join_those_that_are_here_and_a_run_that_goes_on_keeps_what_it_shares():
    found = noted("""
        open("a=1"); seek(30); write("mine");
        open("z=9"); open("a=1", { notes: [[10, "theirs"], [30, "not mine"]] });
        const joined = notes.notes;
        seek(20);
        open("a=1&longer=1", { experiment: { change: "forked" } });
        tell([joined, notes.notes, JSON.parse(notes.written)]);
    """)
    assert found == [[[10, "theirs"], [30, "mine"]], [[10, "theirs"]], [[10, "theirs"]]]
