import assert from "node:assert/strict";
import { test } from "node:test";
import { difference, lookOfKept } from "../src/kept.js";

const watched = [
  { name: "amp", title: "amp [nA]" },
  { name: "frozen", title: "frozen" },
];

test("a kept run is called by what it differs in, with the unit", () => {
  const [one, other] = [
    { amp: 0.2, dur: 5, frozen: "m" },
    { amp: -0.1, dur: 5, frozen: "m" },
  ];
  assert.equal(difference(one, [one, other], watched), "amp 0.2 nA");
  assert.equal(difference(other, [one, other], watched), "amp −0.1 nA");
  assert.equal(difference(one, [one, { ...one }], watched), "");
  assert.equal(difference(one, [one, { ...other, frozen: "h" }], watched), "amp 0.2 nA, frozen m");
});

test("of many differences three are said", () => {
  const [one, other] = [
    { a: 1, b: 1, c: 1, d: 1 },
    { a: 2, b: 2, c: 2, d: 2 },
  ];
  assert.equal(difference(one, [one, other], []), "a 1, b 1, c 1 …");
});

test("two kept runs look unlike each other, and unlike the present one", () => {
  const look = { alpha: 1, width: 1.6, colour: (colour) => colour };
  const looks = ["#d55e00", "#009e73"].map((colour, i) => lookOfKept({ colour }, i, true, look));
  assert.deepEqual(
    looks.map((one) => one.colour("#0072b2")),
    ["#d55e00", "#009e73"],
  );
  const crowded = [0, 1, 2, 3, 4, 5].map((i) => lookOfKept({ colour: "#d55e00" }, i, false, look));
  assert.equal(crowded[0].colour("#0072b2"), "#0072b2");
  assert.ok(crowded[0].alpha < 1);
  assert.equal(new Set(crowded.map((one) => one.dash.join())).size, 6);
});
