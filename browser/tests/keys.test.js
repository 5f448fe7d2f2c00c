import assert from "node:assert/strict";
import { test } from "node:test";
import { actOf } from "../src/keys.js";

const press = (key, { shiftKey = false, at = 30, zoomed = false } = {}) =>
  actOf({ key, shiftKey }, [0, 100], at, zoomed);

test("arrows move the cursor, ten times as far with Shift", () => {
  assert.deepEqual(press("ArrowRight"), { point: 30.5 });
  assert.deepEqual(press("ArrowLeft"), { point: 29.5 });
  assert.deepEqual(press("ArrowLeft", { shiftKey: true }), { point: 25 });
});

test("without a cursor they begin in the middle, and at 0 they begin there", () => {
  assert.deepEqual(press("ArrowLeft", { at: null }), { point: 49.5 });
  assert.deepEqual(press("ArrowRight", { at: 0 }), { point: 0.5 });
});

test("plus shows half of what is shown, around the cursor; minus goes back", () => {
  assert.deepEqual(press("+"), { zoom: [5, 55] });
  assert.deepEqual(press("-"), { do: "back" });
});

test("Escape goes back as long as something is zoomed, and then takes the cursor away", () => {
  assert.deepEqual(press("Escape", { zoomed: true }), { do: "back" });
  assert.deepEqual(press("Escape"), { do: "leave" });
});

test("Enter sets the mark, and other keys are the page's", () => {
  assert.deepEqual(press("Enter"), { do: "mark" });
  for (const key of ["a", "Tab", "PageDown", "ArrowUp", " "]) assert.equal(press(key), null);
});
