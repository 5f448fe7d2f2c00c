import assert from "node:assert/strict";
import { test } from "node:test";
import { same, standIn, stopOf } from "../src/slider.js";

const control = (value, more = {}) => ({
  ...{ name: "amp", id: "1", trait: "value", slider: true, log: false, within: 0.0501, share: 0.1 },
  ...more,
  model: { get: (name) => ({ value })[name] },
});

test("a slider stands at the nearest stop, the last one nearer than a step", () => {
  const stops = [0, 0.3, 0.6, 0.9, 1];
  assert.deepEqual(
    [0, 0.3, 0.89, 0.96, 1].map((value) => stopOf(control(value), stops)),
    [0, 1, 3, 4, 4],
  );
  assert.equal(stopOf(control(0.3), []), -1);
});

test("a slider stood at the stop where it was seen", () => {
  assert.equal(stopOf(control(0), [0, 0.3, 0.6], { 1: 0.6 }), 2);
});

test("a stop's own run is shown, or the nearest known one if it comes nearer than what stands", () => {
  const known = [10, 40, 47, 60];
  assert.equal(standIn(40, known, 40, 100), 40);
  assert.equal(standIn(50, known, 40, 100), 47);
  assert.equal(standIn(50, known, 48, 100), -1); // the one that stands is nearer
  assert.equal(standIn(50, known, 53, 100), -1); // and as near is not nearer
  assert.equal(standIn(50, known, NaN, 100), 47); // of another slider
  assert.equal(standIn(80, known, 10, 100), -1); // too far to be taken for it
  assert.equal(standIn(80, known, 10, 300), 60);
  assert.equal(standIn(80, [], NaN, 100), -1);
});

test("a logarithmic slider stands where its exponent is", () => {
  assert.equal(stopOf(control(1e-4, { log: true }), [-5, -4, -3]), 1);
  assert.equal(stopOf(control(4e-4, { log: true }), [-5, -4, -3]), 2);
});

test("a slider is where it was within half a step", () => {
  assert.ok(same(control(0.45), 0.5));
  assert.ok(!same(control(0.45), 0.51));
  assert.ok(!same(control(0.45), undefined));
  assert.ok(same(control(1, { log: true }), 1.1));
  assert.ok(!same(control(1, { log: true }), 1.2));
});

test("any other control has the value that was seen, or another", () => {
  const other = (value) => control(value, { slider: false });
  assert.ok(same(other([1, "a"]), [1, "a"]));
  assert.ok(!same(other([1, "a"]), [1, "b"]));
  assert.ok(!same(other(1), "1"));
});
