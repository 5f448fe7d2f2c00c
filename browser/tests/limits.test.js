import assert from "node:assert/strict";
import { test } from "node:test";
import { next } from "../src/limits.js";

const axis = (...numbers) => {
  const found = numbers.length ? [Math.min(...numbers), Math.max(...numbers)] : null;
  return { found, limits: found ? [found[0] - 1, found[1] + 1] : [0, 1] };
};

test("an axis begins with the limits of its first picture", () => {
  assert.deepEqual(next(null, null, axis(2, 5)), [1, 6]);
  assert.deepEqual(next(null, [0, 9], axis(2, 5)), [0, 9]);
  assert.deepEqual(next(null, null, axis()), [0, 1]);
});

test("it stays put for what it holds, and for nothing at all", () => {
  assert.deepEqual(next([1, 6], null, axis(1, 6)), [1, 6]);
  assert.deepEqual(next([1, 6], null, axis()), [1, 6]);
});

test("it grows only where a trace leaves it", () => {
  assert.deepEqual(next([1, 6], null, axis(2, 8)), [1, 9]);
  assert.deepEqual(next([1, 6], null, axis(0, 5)), [-1, 6]);
  assert.deepEqual(next([1, 6], null, axis(0, 8)), [-1, 9]);
  assert.deepEqual(next([1, 6], null, axis(7, 8)), [1, 9]);
});

test("it comes back to its least range as soon as that holds the traces", () => {
  assert.deepEqual(next([1, 9], [1, 6], axis(1, 6)), [1, 6]);
  assert.deepEqual(next([1, 9], [1, 6], axis(1, 7)), [1, 9]);
});
