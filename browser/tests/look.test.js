import assert from "node:assert/strict";
import { test } from "node:test";
import { lightened, rgb } from "../src/look.js";

const light = ([r, g, b]) => (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
const parts = (text) => text.match(/\d+/g).map(Number);

test("a colour has its red, green and blue", () => {
  assert.deepEqual(rgb("#0072b2"), [0, 114, 178]);
  assert.deepEqual(rgb("#ffffff"), [255, 255, 255]);
});

test("on a dark page a dark colour gains light and keeps its hue, and a light one stays", () => {
  for (const colour of ["#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7"]) {
    const made = parts(lightened(colour));
    assert.ok(light(made) > 0.5 && light(made) > light(rgb(colour)), `${colour} became ${made}`);
    const order = (row) => row.map((_, i) => i).sort((i, k) => row[i] - row[k] || i - k);
    assert.deepEqual(order(made), order(rgb(colour)));
  }
  assert.deepEqual(parts(lightened("#ffffff")), [255, 255, 255]);
});
