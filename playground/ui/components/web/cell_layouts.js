// Each cell as data: where its parts stand on a sheet 340 wide, what its lines carry, its equations.
//
// A path runs through names of parts and [x, y] corners. `text` is where the line's value stands:
// [x, y, how it is aligned]; `beside` values stand right of an upright line. A line with `name`
// comes from or leaves for the world outside the cell. In equations, {x} is a value: `right` is written in
// letters and `numbers` in numbers, and each of its `sums` is worked out from the values `of` which it is
// made. `products` are those that stand in the drawing.

const gate = (x, label, squash) => ({ kind: "gate", x, y: 234, label, squash, width: 46, height: 46 });
const op = (x, y, label) => ({ kind: "op", x, y, label, width: 26, height: 26 });
const box = (x, y, label, width = 46, height = 28) => ({ kind: "box", x, y, label, width, height });
const dot = (x, y) => ({ kind: "dot", x, y, width: 0, height: 0 });
const beside = (x, y) => [x, y, "beside"];
const middle = (x, y) => [x, y, "middle"];
const left = (y) => [0, y - 9, "start"];
const right = (y) => [340, y - 9, "end"];
const TOP = 50; // the line that the state runs along
const BUS = 314; // the line that brings x and h to the gates
const trunk = (x, name) => ({ path: ["join", [x, BUS], name], gates: [name], quiet: true });
const SQUASHES = { σ: (v) => (1 + Math.tanh(v / 2)) / 2, tanh: Math.tanh, relu: (v) => Math.max(v, 0) };
const sum = (name, of, by) => ({ name, of, by });
const equation = (name, right, of, by) => ({ name, right, numbers: right, sums: [sum(name, of, by)] });

/** A gate: what it adds up, then the sum squashed. */
function gated(name, squash, right, numbers, added) {
  return {
    name,
    gate: name,
    right: `${squash}(${right})`,
    numbers: `${squash}(${numbers}) = ${squash}({sum_${name}})`,
    sums: [added, sum(name, [`sum_${name}`], (v) => SQUASHES[squash](v[`sum_${name}`]))],
  };
}

const threeOf = (name) => [`Wx_${name}`, `Uh_${name}`, `b_${name}`];
const added = (name) => sum(`sum_${name}`, threeOf(name), (v) => threeOf(name).reduce((all, one) => all + v[one], 0));
const written = (name) => threeOf(name).map((one) => `{${one}}`).join(" + ");
const squashed = (name, squash) =>
  gated(name, squash, `{W_${name}} {x} + {U_${name}} {h_before} + {b_${name}}`, written(name), added(name));
const sums = (names, v) => Object.fromEntries([...names].map((name) => [`sum_${name}`, added(name).by(v)]));

const lstm = {
  height: 384,
  nodes: {
    f: gate(65, "f", "σ"),
    i: gate(117, "i", "σ"),
    g: gate(172, "g", "tanh"),
    o: gate(227, "o", "σ"),
    keep: op(65, TOP, "×"),
    add: op(144.5, TOP, "+"),
    write: op(144.5, 132, "×"),
    squash: box(269, 94, "tanh", 42),
    show: op(269, 190, "×"),
    join: dot(24, BUS),
    fork: dot(269, TOP),
  },
  lines: [
    { path: [[0, TOP], "keep"], value: "c_before", name: "c_before", text: left(TOP), gates: ["f"] },
    { path: ["f", "keep"], value: "f", text: beside(65, 168), gates: ["f"] },
    { path: ["keep", "add"], value: "kept", text: middle(105, TOP - 9), gates: ["f"] },
    { path: ["i", [117, 132], "write"], value: "i", text: beside(117, 190), gates: ["i"] },
    { path: ["g", [172, 132], "write"], value: "g", text: beside(172, 168), gates: ["g"] },
    { path: ["write", "add"], value: "added", text: beside(144.5, 95), gates: ["i", "g"] },
    { path: ["add", [340, TOP]], value: "c", name: "c", text: right(TOP), gates: [] },
    { path: ["fork", "squash"], value: "c", gates: [] },
    { path: ["squash", "show"], value: "squashed", text: beside(269, 133), gates: [] },
    { path: ["o", [227, 190], "show"], value: "o", text: [219, 207, "end"], gates: ["o"] },
    { path: ["show", [340, 190]], value: "h", name: "h", text: right(190), gates: ["o"] },
    {
      path: [[0, BUS], "join"], value: "h_before", name: "h_before", text: left(BUS),
      gates: ["f", "i", "g", "o"], plain: true,
    },
    {
      path: [[24, 372], "join"], value: "x", name: "x", text: beside(24, 360),
      gates: ["f", "i", "g", "o"], plain: true,
    },
    trunk(65, "f"),
    trunk(117, "i"),
    trunk(172, "g"),
    trunk(227, "o"),
  ],
  equations: () => [
    squashed("f", "σ"),
    squashed("i", "σ"),
    squashed("g", "tanh"),
    squashed("o", "σ"),
    equation("c", "{f} · {c_before} + {i} · {g}", ["f", "c_before", "i", "g"],
      (v) => v.f * v.c_before + v.i * v.g),
    equation("h", "{o} · tanh({c})", ["o", "c"], (v) => v.o * Math.tanh(v.c)),
  ],
  products: () => [
    [sum("kept", ["f", "c_before"], (v) => v.f * v.c_before)],
    [sum("added", ["i", "g"], (v) => v.i * v.g)],
    [sum("h", ["o", "squashed"], (v) => v.o * v.squashed)],
  ],
  derived: (v) => ({ ...sums("figo", v), kept: v.f * v.c_before, added: v.i * v.g, squashed: Math.tanh(v.c) }),
};

const candidate = sum("sum_n", ["Wx_n", "b_n", "r", "Uh_n", "b′_n"],
  (v) => v.Wx_n + v.b_n + v.r * (v.Uh_n + v["b′_n"]));
const gru = {
  height: 384,
  nodes: {
    z: gate(66, "z", "σ"),
    r: gate(141, "r", "σ"),
    n: gate(242, "n", "tanh"),
    keep: op(66, TOP, "×"),
    add: op(242, TOP, "+"),
    rest: { ...op(154, 132, "1−"), width: 32, height: 32 },
    write: op(242, 132, "×"),
    split: dot(66, 132),
    fork: dot(20, TOP),
    join: dot(38, BUS),
  },
  lines: [
    {
      path: [[0, TOP], "keep"], value: "h_before", name: "h_before", text: left(TOP),
      gates: ["z", "r", "n"],
    },
    { path: ["fork", [20, BUS], "join"], value: "h_before", gates: ["z", "r", "n"], plain: true },
    {
      path: [[38, 372], "join"], value: "x", name: "x", text: beside(38, 360),
      gates: ["z", "r", "n"], plain: true,
    },
    trunk(66, "z"),
    trunk(141, "r"),
    trunk(242, "n"),
    { path: ["z", "keep"], value: "z", text: beside(66, 176), gates: ["z"] },
    { path: ["split", "rest"], value: "z", gates: ["z"] },
    { path: ["rest", "write"], value: "one_less", text: middle(199, 123), gates: ["z"] },
    { path: ["r", "n"], value: "r", text: middle(191.5, 225), gates: ["r"] },
    { path: ["n", "write"], value: "n", text: beside(242, 176), gates: ["n"] },
    { path: ["write", "add"], value: "added", text: beside(242, 95), gates: ["n", "z"] },
    { path: ["keep", "add"], value: "kept", text: middle(154, TOP - 9), gates: ["z"] },
    { path: ["add", [340, TOP]], value: "h", name: "h", text: right(TOP), gates: [] },
  ],
  equations: () => [
    squashed("r", "σ"),
    squashed("z", "σ"),
    gated("n", "tanh", "{W_n} {x} + {b_n} + {r} · ({U_n} {h_before} + {b′_n})",
      "{Wx_n} + {b_n} + {r} · ({Uh_n} + {b′_n})", candidate),
    equation("h", "(1 − {z}) · {n} + {z} · {h_before}", ["z", "n", "h_before"],
      (v) => (1 - v.z) * v.n + v.z * v.h_before),
  ],
  products: () => [[
    sum("one_less", ["z"], (v) => 1 - v.z),
    sum("kept", ["z", "h_before"], (v) => v.z * v.h_before),
    sum("added", ["one_less", "n"], (v) => v.one_less * v.n),
  ]],
  derived: (v) => ({
    ...sums("rz", v), sum_n: candidate.by(v), kept: v.z * v.h_before, one_less: 1 - v.z, added: (1 - v.z) * v.n,
  }),
};

const plain = (squash, right) => gated("h", squash, right, written("h"), added("h"));
const MIDDLE = 88;
const rnn = {
  height: 256,
  nodes: {
    U: box(86, MIDDLE, "U", 44, 44),
    W: box(154, 164, "W", 44, 44),
    add: op(154, MIDDLE, "+"),
    h: { ...gate(243, "h", "squash"), y: MIDDLE },
  },
  lines: [
    { path: [[0, MIDDLE], "U"], value: "h_before", name: "h_before", text: left(MIDDLE), gates: ["h"] },
    { path: ["U", "add"], gates: ["h"], quiet: true },
    { path: [[154, 244], "W"], value: "x", name: "x", text: beside(154, 232), gates: ["h"] },
    { path: ["W", "add"], gates: ["h"], quiet: true },
    { path: [[154, 30], "add"], name: "b", text: middle(154, 22), gates: ["h"], quiet: true },
    { path: ["add", "h"], value: "sum_h", text: middle(193.5, MIDDLE - 9), gates: ["h"] },
    { path: ["h", [340, MIDDLE]], value: "h", name: "h", text: right(MIDDLE), gates: ["h"] },
  ],
  equations: (squash) => [plain(squash, "{W} {x} + {U} {h_before} + {b}")],
  products: (squash) => plain(squash, "").sums.slice(1).map((one) => [one]),
  derived: (v) => sums("h", v),
};

const HAND = 60;
const byHand = {
  height: 168,
  nodes: {
    h: { ...gate(122, "W [x, h] + b", ""), y: HAND, width: 108 },
    squash: { ...box(254, HAND, "squash", 50, 46) },
  },
  lines: [
    { path: [[0, HAND], "h"], value: "h_before", name: "h_before", text: left(HAND), gates: ["h"] },
    { path: [[122, 156], "h"], value: "x", name: "x", text: beside(122, 144), gates: ["h"] },
    { path: ["h", "squash"], value: "sum_h", text: middle(202.5, HAND - 9), gates: ["h"] },
    { path: ["squash", [340, HAND]], value: "h", name: "h", text: right(HAND), gates: ["h"] },
  ],
  equations: (squash) => [plain(squash, "{W} [{x}, {h_before}] + {b}")],
  products: rnn.products,
  derived: rnn.derived,
};

export const LAYOUTS = { lstm, gru, rnn, "by-hand": byHand };
export const WIDTH = 340;
