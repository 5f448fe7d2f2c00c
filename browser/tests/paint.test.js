import assert from "node:assert/strict";
import { test } from "node:test";
import { axisOf, mapper, rising } from "../src/paint.js";

/** What a canvas is told to draw, as points. */
function drawn(X, Y, x, y, min, max) {
  const points = [];
  const ink = { beginPath() {}, stroke() {}, lineTo: (px, py) => points.push([px, py]) };
  rising(ink, Float32Array.from(X), Float32Array.from(Y), x, y, min, max);
  return points;
}

test("values lie along an axis as their differences do, or their ratios", () => {
  const even = mapper(-90, 60, 100, -50);
  assert.deepEqual([-90, 60, -15].map(even), [100, 50, 75]);
  const log = mapper(0.01, 100, 0, 40, true);
  for (const [value, place] of [
    [0.01, 0],
    [1, 20],
    [100, 40],
  ])
    assert.ok(Math.abs(log(value) - place) < 1e-9);
});

test("x runs to the right and y upwards", () => {
  const u = {
    bbox: { left: 10, top: 20, width: 100, height: 50 },
    scales: { x: { min: 0, max: 1 }, y: { min: 0, max: 1 } },
  };
  assert.deepEqual([axisOf(u, "x")(0), axisOf(u, "x")(1)], [10, 110]);
  assert.deepEqual([axisOf(u, "y")(0), axisOf(u, "y")(1)], [70, 20]);
});

test("far more samples than pixels lose no extreme, and few lose nothing", () => {
  const X = Array.from({ length: 10_000 }, (_, i) => i / 1000);
  const Y = X.map((value, i) => Math.sin(value) + (i === 4321 ? 5 : i === 7777 ? -5 : 0));
  const points = drawn(
    X,
    Y,
    (value) => value * 10,
    (value) => value,
    0,
    10,
  );
  assert.ok(points.length <= 4 * 101);
  const heights = points.map(([, py]) => py);
  assert.equal(Math.max(...heights), Math.fround(Y[4321]));
  assert.equal(Math.min(...heights), Math.fround(Y[7777]));
  const across = points.map(([px]) => px);
  assert.deepEqual(
    across,
    across.toSorted((one, other) => one - other),
  );
  assert.deepEqual(
    drawn(
      [0, 1, 2],
      [3, 5, 4],
      (v) => v * 10,
      (v) => v,
      0,
      2,
    ),
    [
      [0, 3],
      [10, 5],
      [20, 4],
    ],
  );
});

test("of a zoomed trace only what is shown is drawn, to the edges and one sample beyond", () => {
  const X = [0, 1, 2, 3, 4, 5, 6];
  const points = drawn(
    X,
    X,
    (value) => value * 10,
    (value) => value,
    2.5,
    3.5,
  );
  assert.deepEqual(
    points.map(([px]) => px),
    [20, 30, 40, 50],
  );
});
