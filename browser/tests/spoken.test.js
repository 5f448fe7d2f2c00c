import assert from "node:assert/strict";
import { mock, test } from "node:test";

globalThis.document = { createElement: () => ({ setAttribute() {}, append() {}, textContent: "" }) };
const { described, Spoken } = await import("../src/spoken.js");

const time = { title: "time", unit: "ms", found: [0, 300], limits: [-24, 324] };
const frame = (words, derived = []) => ({
  panels: [
    { x: time, y: { title: "membrane potential" } },
    { x: { title: "v", unit: "", limits: [-0.5, 1] }, y: { title: "n" } },
  ],
  words,
  derived,
});

test("a picture is told by its quantities, their range, and what is read off", () => {
  assert.equal(
    described(frame("3 spikes.", [["rate [Hz]", "100"]])),
    "Picture of membrane potential over time from 0 to 300 ms; n over v from −0.5 to 1. 3 spikes. rate [Hz] 100.",
  );
  assert.equal(described({ panels: [], words: "", derived: [] }), "");
  assert.equal(described(null), "");
});

test("it is said once it rests, and the last alone", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const labels = [];
  const spoken = new Spoken({ setAttribute: (_, label) => labels.push(label) });
  spoken.take(frame("one."), "");
  assert.match(labels[0], /one\./); // it has a name from the beginning
  mock.timers.tick(2000);
  assert.equal(spoken.root.textContent, ""); // but nobody is interrupted by a page that opens
  for (const words of ["two.", "three.", "four."]) {
    spoken.take(frame(words), "");
    mock.timers.tick(300);
  }
  assert.equal(spoken.root.textContent, "");
  mock.timers.tick(400);
  assert.equal(spoken.root.textContent, "four.");
  assert.match(labels.at(-1), /four\..*arrows/);
  assert.ok(!labels.some((label) => /two|three/.test(label)));
  spoken.take(frame("four."), "amp must be a number.");
  mock.timers.tick(700);
  assert.equal(spoken.root.textContent, "amp must be a number.");
  const count = labels.length;
  spoken.take(frame("four."), "amp must be a number.");
  mock.timers.tick(2000);
  assert.equal(labels.length, count); // what stays is not said again
  mock.timers.reset();
});
