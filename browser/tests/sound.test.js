import assert from "node:assert/strict";
import { test } from "node:test";
import { audible, heard, pitchOf, tops } from "../src/sound.js";

/** A potential at rest with a spike at each of some times, in steps of 0.1 ms. */
function train(times, tstop = 100) {
  const t = Float32Array.from({ length: 10 * tstop + 1 }, (_, i) => i / 10);
  const v = t.map(
    (ms) => -65 + times.reduce((sum, at) => sum + 105 * Math.exp(-(((ms - at) / 0.7) ** 2)), 0),
  );
  return [t, v];
}

test("the pitch doubles with every 50 mV, and stays one that is heard", () => {
  assert.equal(pitchOf(-65), 220);
  assert.equal(pitchOf(-15), 440);
  assert.equal(pitchOf(35), 880);
  assert.equal(pitchOf(1e6), pitchOf(80));
  assert.equal(pitchOf(-1e6), pitchOf(-120));
});

test("100 ms last 2 s, a long run is less slow, and none is faster than it was", () => {
  for (const [tstop, factor, seconds] of [
    [100, 20, 2],
    [500, 20, 10],
    [2000, 5, 10],
    [30_000, 1, 30],
  ]) {
    const found = heard([0, tstop / 2, tstop], [-65, -60, -65]);
    assert.equal(found.factor, factor);
    assert.equal(found.seconds, seconds);
  }
});

test("each spike clicks once, when it comes", () => {
  const [t, v] = train([10, 25.5, 60]);
  const { clicks, pitch } = heard(t, v);
  assert.deepEqual(
    clicks.map((s) => Number(s.toFixed(6))),
    [0.2, 0.51, 1.2],
  );
  assert.equal(pitch.length, 401);
  assert.ok(Math.abs(pitch[40] - pitchOf(40)) < 1); // 0.2 s
  assert.ok(Math.abs(pitch[0] - 220) < 1e-3);
});

test("a swing that stays low, and one that is small, do not click", () => {
  assert.deepEqual(tops([-65, -30, -65]), []);
  assert.deepEqual(tops([-65, 40, -10, 5, -10, -65]), [1]);
  assert.deepEqual(tops([-65, 40]), []); // cut before it has come down
  assert.deepEqual(tops([-65, 40, 10, 35, -65]), [1, 3]);
});

test("time may begin anywhere, and stand still where a stimulus jumps", () => {
  const { pitch, clicks, seconds } = heard([50, 60, 60, 70, 80], [-65, -65, -15, 40, -65]);
  assert.equal(seconds, 0.6);
  assert.deepEqual(clicks, [0.4]);
  assert.ok(pitch.every(Number.isFinite));
});

test("only a potential against time is heard", () => {
  const panel = (x, y, style = "line") => ({
    x: { unit: x },
    y: { unit: y },
    series: [{ style, x: 0, y: 1 }],
  });
  const arrays = [Float32Array.of(0, 1, 2), Float32Array.of(-65, 0, -65)];
  const shown = (...panels) => audible({ panels, arrays });
  assert.equal(shown(panel("mV", "Hz")), null);
  assert.equal(shown(panel("ms", "mV", "dots")), null);
  assert.deepEqual(shown(panel("ms", "nA"), panel("ms", "mV")), { t: arrays[0], v: arrays[1] });
  assert.equal(audible(null), null);
  const back = { panels: [panel("ms", "mV")], arrays: [Float32Array.of(0, 2, 1), arrays[1]] };
  assert.equal(audible(back), null);
  const gap = { panels: [panel("ms", "mV")], arrays: [arrays[0], Float32Array.of(-65, NaN, -65)] };
  assert.equal(audible(gap), null);
});
