import assert from "node:assert/strict";
import { test } from "node:test";
import { shareOf } from "../src/room.js";

test("panels fill the room that there is, and are neither strips nor posters", () => {
  assert.equal(shareOf(400, 5), 80);
  assert.equal(shareOf(100, 5), 50);
  assert.equal(shareOf(-300, 2), 50);
  assert.equal(shareOf(2000, 2), 140);
});
