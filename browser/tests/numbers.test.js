import assert from "node:assert/strict";
import { test } from "node:test";
import { firstAt, nearest, round, shortly } from "../src/numbers.js";

test("a number is read in four digits, with a minus before it", () => {
  const read = { "-65": "−65", 0: "0", 0.123456: "0.1235", 1234.56: "1235", 99999.6: "100000" };
  for (const [number, text] of Object.entries(read)) assert.equal(shortly(Number(number)), text);
  assert.equal(shortly(-0), "0");
  assert.equal(shortly(-0.000123456), "−0.000123");
  assert.equal(shortly(123456), "123000");
  assert.equal(shortly(Number.NaN), "–");
  assert.equal(shortly(Infinity), "–");
});

test("the hyphen of an exponent stays one, as in Python's words", () => {
  assert.equal(shortly(1.5e-9), "1.5e-9");
  assert.equal(shortly(-1.5e-9), "−1.5e-9");
});

test("the first number at or after a value", () => {
  const row = [0, 1, 1, 2];
  assert.deepEqual(
    [-1, 0, 0.5, 1, 1.5, 2, 3].map((value) => firstAt(row, value)),
    [0, 0, 1, 1, 3, 3, 4],
  );
});

test("the nearest number, of two as near the later", () => {
  const row = [0, 1, 4];
  assert.deepEqual(
    [-9, 0.4, 0.5, 2.4, 2.5, 9].map((value) => nearest(row, value)),
    [0, 0, 1, 1, 2, 2],
  );
  assert.equal(nearest([], 1), -1);
  assert.equal(nearest([7], 1), 0);
});

test("the nearest number is no farther than any other", () => {
  const row = Array.from({ length: 40 }, (_, i) => i ** 2 / 7);
  for (let value = -3; value < 230; value += 0.37) {
    const far = row.map((one) => Math.abs(one - value));
    assert.equal(far[nearest(row, value)], Math.min(...far));
  }
});

test("two to seven round numbers lie within a range and are evenly spaced", () => {
  assert.deepEqual(round(0, 10), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(round(-1, 1), [-1, -0.5, 0, 0.5, 1]);
  for (let k = 0; k < 200; k++) {
    const low = k * 0.37 - 20;
    const high = low + 1.07 ** k / 50;
    const ticks = round(low, high);
    assert.ok(ticks.length >= 2 && ticks.length <= 7, `${ticks}`);
    assert.ok(ticks[0] >= low - 1e-6 * (high - low) && ticks[ticks.length - 1] <= high + 1e-6 * (high - low));
    assert.match((ticks[1] - ticks[0]).toExponential(3), /^[125]\.000e/);
  }
});
