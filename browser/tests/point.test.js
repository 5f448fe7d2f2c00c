import assert from "node:assert/strict";
import { test } from "node:test";
import { stepsOf, within } from "../src/point.js";

test("the arrow keys move a point along x and y, with Shift ten times as far", () => {
  const key = (name, shiftKey = false) => stepsOf({ key: name, shiftKey });
  assert.deepEqual(key("ArrowLeft"), [-1, 0]);
  assert.deepEqual(key("ArrowRight", true), [10, 0]);
  assert.deepEqual(key("ArrowUp"), [0, 1]);
  assert.deepEqual(key("ArrowDown", true), [0, -10]);
  for (const other of ["Enter", "Tab", "a", "toString"]) assert.equal(key(other), null);
});

test("a point that is dragged out of the picture stays at its edge", () => {
  assert.deepEqual(within([-5, 20], [100, 50]), [0, 20]);
  assert.deepEqual(within([120, 60], [100, 50]), [100, 50]);
  assert.deepEqual(within([30, 40], [100, 50]), [30, 40]);
});
