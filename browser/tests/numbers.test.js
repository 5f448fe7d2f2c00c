import assert from "node:assert/strict";
import { test } from "node:test";
import { firstAt, nearest, shortly, texts, ticks } from "../src/numbers.js";

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

test("an axis has three round numbers at least, evenly spaced and within its range", () => {
  assert.deepEqual(ticks(0, 10, 6), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticks(-90, 60, 3), [-50, 0, 50]);
  assert.deepEqual(ticks(-0.03, 1.03, 3), [0, 0.5, 1]);
  assert.deepEqual(ticks(0, 0.3, 3), [0, 0.1, 0.2, 0.3]);
  for (let k = 0; k < 200; k++) {
    const low = k * 0.37 - 20;
    const high = low + 1.07 ** k / 50;
    for (const most of [1, 2, 3, 5, 9]) {
      const found = ticks(low, high, most);
      const said = `${low} to ${high}, room for ${most}: ${found}`;
      assert.ok(found.length >= 3 && found.length <= Math.max(most, 7), said);
      assert.ok(
        found[0] >= low - 1e-6 * (high - low) && found[found.length - 1] <= high + 1e-6 * (high - low),
      );
      assert.match((found[1] - found[0]).toExponential(3), /^([125]\.000|[149]\.9{2,}\d*)e/, said);
      assert.equal(new Set(texts(found)).size, found.length, said);
    }
  }
});

test("what is whole has whole numbers, even where there are no three", () => {
  assert.deepEqual(ticks(0.5, 5.5, 9, { whole: true }), [1, 2, 3, 4, 5]);
  assert.deepEqual(ticks(-0.2, 1.2, 9, { whole: true }), [0, 1]);
  assert.deepEqual(ticks(-1, 20, 5, { whole: true }), [0, 5, 10, 15, 20]);
});

test("a logarithmic axis has powers of ten, and numbers between them where they are few", () => {
  assert.deepEqual(ticks(0.05, 200, 9, { log: true }), [0.1, 1, 10, 100]);
  assert.deepEqual(ticks(2, 80, 4, { log: true }), [3, 10, 30]);
  assert.deepEqual(ticks(20, 30, 5, { log: true }), [20, 25, 30]);
  assert.deepEqual(ticks(1e-10, 1e5, 4, { log: true }), [1e-10, 1e-6, 1e-2, 1e2]);
  for (let k = 0; k < 200; k++) {
    const low = 1.13 ** k * 1e-7;
    const high = low * (1.01 + 1.1 ** k / 30);
    const found = ticks(low, high, 3, { log: true });
    assert.ok(found.length >= 3 && found.length <= 9, `${low} to ${high}: ${found}`);
    assert.ok(found[0] >= low * (1 - 1e-6) && found[found.length - 1] <= high * (1 + 1e-6));
  }
});

test("numbers of an axis have as many digits as tell them apart", () => {
  assert.deepEqual(texts([-50, 0, 50]), ["−50", "0", "50"]);
  assert.deepEqual(texts([-65.00002, -65.00001, -65]), ["−65.00002", "−65.00001", "−65.00000"]);
});
