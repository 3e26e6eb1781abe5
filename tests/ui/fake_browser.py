"""A browser made of counters, in JavaScript: sockets that are told what to do, and a clock that stands still."""

from __future__ import annotations

FAKE_BROWSER = """
    class FakeSocket {
      static all = [];
      constructor(address) { this.address = address; this.sent = []; this.isClosed = false; FakeSocket.all.push(this); }
      send(text) { this.sent.push(JSON.parse(text)); }
      close() { if (this.isClosed) return; this.isClosed = true; this.onclose?.({}); }
      opens() { this.onopen?.({}); }
      hears(data) { this.onmessage?.({ data }); }
    }
    const timers = new Map();
    const frames = [];
    let clock = 1e6, ids = 0;
    const world = {
      WebSocket: FakeSocket, hidden: false, calm: false, seen: [],
      setTimeout(act, pause = 0) { timers.set(++ids, { act, at: clock + pause }); return ids; },
      clearTimeout(id) { timers.delete(id); },
      now: () => clock,
      random: () => 1,
      isHidden: () => world.hidden,
      prefersCalm: () => world.calm,
      requestFrame: (act) => frames.push(act),
      onVisible: (act) => world.seen.push(act),
      address: "ws://here/films",
    };
    /** Let time pass, and every timer that is due do its part. */
    const wait = (ms) => {
      const end = clock + ms;
      for (;;) {
        const due = [...timers].filter(([, one]) => one.at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due[0]);
        clock = Math.max(clock, due[1].at);
        due[1].act();
      }
      clock = end;
    };
    /** Let so many animation frames pass, 16 ms each. */
    const draw = (count = 1) => {
      for (let n = 0; n < count; n++) {
        wait(16);
        for (const act of frames.splice(0)) act(clock);
      }
    };
    const visible = (yes) => { world.hidden = !yes; for (const act of world.seen) act(); };
    const newest = () => FakeSocket.all.at(-1);
"""
