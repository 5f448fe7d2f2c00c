import assert from "node:assert/strict";
import { test } from "node:test";
import { linkOf, saidIn } from "../src/page_link.js";

const controls = (amp = 0.1, gate = 0) => [
  {
    name: "amp",
    isFirst: amp === 0.1,
    said: amp,
    last: 100,
    data: { kind: "slider", low: -0.05, high: 0.3 },
  },
  { name: "cells", isFirst: true, said: 3, last: 9, data: { kind: "slider", low: 1, high: 10, whole: true } },
  { name: "gate", isFirst: gate === 0, said: gate, last: 2, data: { kind: "choice" } },
];

test("a link says what has moved, and what it says is found again", () => {
  globalThis.location = { href: "file:///stick/playground.html#old" };
  const link = linkOf("", controls(0.25, 2));
  assert.equal(link, "file:///stick/playground.html#amp=0.25&gate=2");
  const { said, wrong } = saidIn(new URL(link).hash, "", controls());
  assert.deepEqual([said, wrong], [{ amp: 0.25, gate: 2 }, []]);
  assert.equal(linkOf("", controls()), "file:///stick/playground.html#reset");
  assert.deepEqual(saidIn("#reset", "", controls()), { said: {}, wrong: [] });
});

test("of several explorers each has a link of its own", () => {
  globalThis.location = { href: "https://a.b/c.html" };
  const { hash } = new URL(linkOf("2", controls(0.25)));
  assert.equal(hash, "#2.amp=0.25");
  assert.deepEqual(saidIn(hash, "2", controls()).said, { amp: 0.25 });
  assert.deepEqual(saidIn(hash, "1", controls()), { said: {}, wrong: [] });
});

test("what no control can be is said, and the rest is followed", () => {
  const fault = (hash) => {
    const { said, wrong } = saidIn(hash, "", controls());
    assert.deepEqual(said, { gate: 1 });
    assert.equal(wrong.length, 1);
    return wrong[0];
  };
  assert.match(fault("#amp=NaN&gate=1"), /amp = NaN, but this is no number/);
  assert.match(fault("#amp=&gate=1"), /no number/);
  assert.match(fault("#amp=Infinity&gate=1"), /no number/);
  assert.match(fault("#amp=1e300&gate=1"), /from -0.05 to 0.3/);
  assert.match(fault("#amp=-1&gate=1"), /from -0.05 to 0.3/);
  assert.match(fault("#cells=2.5&gate=1"), /whole number/);
  assert.match(fault("#gate=1&tempo=3"), /tempo = 3, but no control/);
  assert.match(fault("#gate=1&%E0%A4%A=3"), /no control/);
  assert.ok(fault(`#gate=1&amp=${"9".repeat(5000)}`).length < 200);
  assert.match(fault("#gate=1&__proto__=3"), /no control/);
  assert.deepEqual(saidIn("#a-heading", "", controls()), { said: {}, wrong: [] });
});
