// That a frame of Python's is read to the last number is seen in tests/unit/test_browser_code.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decode, doubles, sameRun } from "../src/frame.js";

const frame = (...rows) => ({ arrays: rows.map((row) => Float32Array.from(row)) });

test("no bytes are no picture", () => {
  for (const nothing of [null, undefined, new DataView(new ArrayBuffer(0))])
    assert.equal(decode(nothing), null);
  assert.equal(doubles(undefined).length, 0);
});

test("doubles begin wherever they lie", () => {
  const bytes = new Uint8Array(3 + 16);
  bytes.set(new Uint8Array(Float64Array.of(0.1, -2).buffer), 3);
  assert.deepEqual([...doubles(new DataView(bytes.buffer, 3))], [0.1, -2]);
});

test("the same run with fewer samples is the same, another is not", () => {
  assert.ok(sameRun(frame([0, 5, -3, 1]), frame([0, 5, -3, 0.5, 1])));
  for (const other of [
    [0, 5, -3, 2],
    [1, 5, -3, 1],
    [0, 6, -3, 1],
    [0, 5, -4, 1],
  ])
    assert.ok(!sameRun(frame([0, 5, -3, 1]), frame(other)));
  assert.ok(!sameRun(frame([0, 1]), frame([0, 1], [0, 1])));
});
