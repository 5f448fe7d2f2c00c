// What counts as a spike, and what an experimenter reads off a trace: hhlab/results/spikes.py, peaks.py and
// measures.py once more, step by step, for pages without Python. Imports rows of numbers only.

import { firstAt } from "./numbers.js";

/** @typedef {Float64Array | number[]} Row */
/** @typedef {{ t: Row, traces: Record<string, Row> }} Recording */

export const LEVEL_MV = -20;
const SWING_MV = 20;
const ZERO_MV = 0;
const NEAR_MS = 0.05;
const COARSE_MS = 0.2;
const ROUND = 0.85;
const HELP = 0.02;
const STEP_MS = 0.01;
const STROKE = 0.6;

/** @param {Row} row @param {number} [from] @param {number} [to] */
export function least(row, from = 0, to = row.length) {
  let found = Infinity;
  for (let i = from; i < to; i++) if (row[i] < found) found = row[i];
  return found;
}

/** @param {Row} row @param {number} [from] @param {number} [to] */
export function greatest(row, from = 0, to = row.length) {
  let found = -Infinity;
  for (let i = from; i < to; i++) if (row[i] > found) found = row[i];
  return found;
}

/**
 * Gives the peaks of a row, and how far each stands out.
 * @param {Row} values
 */
export function peaks(values) {
  /** @type {number[]} */
  const starts = [];
  for (let i = 0; i < values.length; i++) if (i === 0 || values[i] !== values[i - 1]) starts.push(i);
  const stops = [...starts.slice(1), values.length].map((next) => next - 1);
  const levels = starts.map((i) => values[i]);
  const at = [];
  for (let i = 1; i < levels.length - 1; i++)
    if (levels[i] > levels[i - 1] && levels[i] > levels[i + 1]) at.push(i);
  const heights = at.map((i) => levels[i]);
  const bounds = [0, ...at, levels.length];
  const valleys = bounds.slice(1).map((end, i) => least(levels, bounds[i], end));
  const left = lowestBefore(heights, valleys);
  const right = lowestBefore([...heights].reverse(), [...valleys].reverse()).reverse();
  return {
    tops: at.map((i) => (starts[i] + stops[i]) >> 1),
    prominences: heights.map((height, i) => height - Math.max(left[i], right[i])),
  };
}

/** @param {number[]} heights @param {number[]} valleys */
function lowestBefore(heights, valleys) {
  /** @type {[number, number][]} */
  const higher = [];
  return heights.map((height, i) => {
    let valley = valleys[i];
    while (higher.length && higher[higher.length - 1][0] <= height)
      valley = Math.min(valley, /** @type {[number, number]} */ (higher.pop())[1]);
    higher.push([height, valley]);
    return valley;
  });
}

/**
 * Gives the numbers of the samples at which spikes have their tops.
 * @param {Recording} recording
 */
export function spikeTops(recording) {
  const { v } = recording.traces;
  const found = peaks(v);
  const tops = found.tops.filter((top, i) => v[top] >= LEVEL_MV && found.prominences[i] >= SWING_MV);
  const own = areTheMembranes(recording, tops);
  return tops.filter((_, i) => own[i]);
}

/** @param {Recording} recording */
export function spikeCountOf(recording) {
  return spikeTops(recording).length;
}

/**
 * Gives when each spike rises through 0 mV or, where it stays lower, has its top.
 * @param {Recording} recording
 */
export function spikeTimes(recording) {
  const { t, traces } = recording;
  let before = 0;
  return spikeTops(recording).map((top) => {
    const rises = risesOf(t, traces.v, ZERO_MV, before, top + 1);
    before = top;
    const last = rises[rises.length - 1];
    return rises.length && !atOneStroke(t, traces.v, top, last) ? last : t[top];
  });
}

/** @param {Row} t @param {Row} v @param {number} top @param {number} rise */
function atOneStroke(t, v, top, rise) {
  const i = firstAt(t, rise);
  return t[i + 1] - t[i] < COARSE_MS && v[i] - v[i - 1] > STROKE * (v[top] - least(v, 0, top));
}

/**
 * Gives the samples of the peaks that are no spikes, though a reader may take them for some.
 * @param {Recording} recording
 * @param {number} least_mV
 */
export function otherTops(recording, least_mV) {
  const { v } = recording.traces;
  const found = peaks(v);
  const kept = found.tops
    .map((top, i) => ({ top, high: v[top] >= LEVEL_MV, far: found.prominences[i] }))
    .filter((one) => one.far >= least_mV);
  const large = kept.filter((one) => one.far >= SWING_MV);
  const own = areTheMembranes(
    recording,
    large.map((one) => one.top),
  );
  return {
    low: large.filter((one, i) => own[i] && !one.high).map((one) => one.top),
    small: kept.filter((one) => one.high && !(one.far >= SWING_MV)).map((one) => one.top),
    made: large.filter((one, i) => !own[i] && one.high).map((one) => one.top),
  };
}

/**
 * Gives the times at which `v` comes up through a level.
 * @param {Row} t @param {Row} v @param {number} level @param {number} [from] @param {number} [to]
 */
function risesOf(t, v, level, from = 0, to = v.length) {
  const found = [];
  for (let i = from; i < to - 1; i++)
    if (v[i] < level && v[i + 1] >= level)
      found.push(t[i] + ((level - v[i]) / (v[i + 1] - v[i])) * (t[i + 1] - t[i]));
  return found;
}

/** @param {Recording} recording @param {number[]} tops */
function areTheMembranes(recording, tops) {
  const { t, traces } = recording;
  const { v } = traces;
  const ionic = ionicOf(traces);
  let before = 0;
  return tops.map((top) => {
    const fine = t[top + 1] - t[top] < COARSE_MS;
    let own = !fine || (isRound(t, v, top) && fallsSmoothly(t, v, top));
    if (ionic && own) {
      let start = before;
      for (let i = before; i < top; i++) if (v[i] < v[start]) start = i;
      const [low, high] = [least(ionic, start, top + 1), greatest(ionic, start, top + 1)];
      own = ionic[start] - low > HELP * (high - low);
    }
    before = top;
    return own;
  });
}

/** @param {Record<string, Row>} traces */
function ionicOf(traces) {
  const { ina, ik, il, ia } = traces;
  if (!(ina && ik && il)) return null;
  return Float64Array.from(ina, (x, i) => (ia ? x + ik[i] + il[i] + ia[i] : x + ik[i] + il[i]));
}

/** @param {Row} t @param {Row} v @param {number} top */
function isRound(t, v, top) {
  const near = Math.max(NEAR_MS, t[Math.min(top + 2, t.length - 1)] - t[top]);
  const [beside, beyond] = [t[top] + near, t[top] + 2 * near].map((moment) => between(moment, t, v));
  return v[top] - beside <= ROUND * (beside - beyond);
}

/** @param {Row} t @param {Row} v @param {number} top */
function fallsSmoothly(t, v, top) {
  let foot = top;
  while (foot < v.length && !(v[foot] <= v[top] - SWING_MV)) foot++;
  if (foot === v.length) foot = top;
  // as NumPy's arange counts
  const step = t[top] + STEP_MS - t[top];
  const count = Math.ceil((t[foot] + STEP_MS - t[top]) / STEP_MS);
  const at = Array.from({ length: count }, (_, i) =>
    between(i === 1 ? t[top] + STEP_MS : t[top] + i * step, t, v),
  );
  const speed = at.slice(1).map((value, i) => -(value - at[i]));
  const most = STROKE * greatest(speed);
  return speed.slice(2).every((value, i) => value - speed[i] <= most);
}

/**
 * Gives the value at a place between samples, as NumPy's interp does.
 * @param {number} x @param {Row} xs @param {Row} ys
 */
export function between(x, xs, ys) {
  const end = xs.length - 1;
  if (x < xs[0]) return ys[0];
  if (x >= xs[end]) return ys[end];
  let [low, high] = [0, end];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  if (xs[low] === x) return ys[low];
  return ((ys[low + 1] - ys[low]) / (xs[low + 1] - xs[low])) * (x - xs[low]) + ys[low];
}

/**
 * Gives a sum as NumPy adds, pair by pair.
 * @param {number[]} row
 * @returns {number}
 */
export function sum(row) {
  if (row.length > 128) {
    const half = (row.length >> 1) - ((row.length >> 1) % 8);
    return sum(row.slice(0, half)) + sum(row.slice(half));
  }
  if (row.length < 8) return row.reduce((a, b) => a + b, -0);
  const whole = row.length - (row.length % 8);
  const r = row.slice(0, 8);
  for (let i = 8; i < whole; i++) r[i % 8] += row[i];
  const first = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
  return row.slice(whole).reduce((a, b) => a + b, first);
}

/** @param {Recording} recording */
export function rate(recording) {
  const { t } = recording;
  const times = spikeTimes(recording).filter((time) => time >= 0 && time <= t[t.length - 1]);
  const steps = times.slice(1).map((time, i) => time - times[i]);
  return steps.length ? 1000 / (sum(steps) / steps.length) : Number.NaN;
}

/** @param {Recording} recording */
function impulses(recording) {
  const { v } = recording.traces;
  const peak = greatest(v);
  return peak - v[0] >= SWING_MV ? risesOf(recording.t, v, (v[0] + peak) / 2) : [];
}

/** @param {Recording} recording */
function halfWidth(recording) {
  const [rise] = impulses(recording);
  if (rise === undefined) return Number.NaN;
  const { v } = recording.traces;
  const turned = Float64Array.from(v, (value) => -value);
  const fall = risesOf(recording.t, turned, -((v[0] + greatest(v)) / 2)).find((time) => time > rise);
  return fall === undefined ? Number.NaN : fall - rise;
}

/** @param {Recording} recording @param {number} area_um2 */
function strongestDensity(recording, area_um2) {
  let strongest = recording.traces.i_stim[0];
  for (const value of recording.traces.i_stim) if (Math.abs(value) > Math.abs(strongest)) strongest = value;
  return (strongest / area_um2) * 1e5;
}

/**
 * The measures by the names that hhlab has for them.
 * @type {Record<string, (recording: Recording, ...given: number[]) => number>}
 */
export const MEASURES = {
  spike_count: (recording) => spikeTimes(recording).length,
  rate_hz: rate,
  peak_mV: (recording) => greatest(recording.traces.v),
  lowest_mV: (recording) => least(recording.traces.v),
  half_width_ms: halfWidth,
  half_width_of_spike_ms: (recording) => (spikeTimes(recording).length ? halfWidth(recording) : Number.NaN),
  arrival_ms: (recording) => impulses(recording)[0] ?? Number.NaN,
  impulse_count: (recording) => impulses(recording).length,
  strongest_density: strongestDensity,
};
