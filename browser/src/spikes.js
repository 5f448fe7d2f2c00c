// What counts as a spike, as Python's hhlab/results/spikes.py and peaks.py find it: the same in a page as in the lab.
// Imports nothing.

/** @typedef {ArrayLike<number>} Row */
/** @typedef {{ t: Float64Array, v: Float64Array, ina?: Float64Array, ik?: Float64Array, il?: Float64Array, ia?: Float64Array }} Recorded */

const [LEVEL_MV, SWING_MV, ZERO_MV] = [-20, 20, 0];
const [NEAR_MS, COARSE_MS, ROUND, HELP, STEP_MS, STROKE] = [0.05, 0.2, 0.85, 0.02, 0.01, 0.6];

/**
 * Gives a number of a row, which has it.
 * @param {Row} row
 * @param {number} i
 */
const at = (row, i) => /** @type {number} */ (row[i]);

/**
 * Gives the numbers of the samples at which spikes have their tops.
 * @param {Recorded} recorded
 */
export function spikeTops(recorded) {
  const { v } = recorded;
  const tops = peaks(v).filter(({ top, prominence }) => at(v, top) >= LEVEL_MV && prominence >= SWING_MV);
  return ownOf(
    recorded,
    tops.map(({ top }) => top),
  );
}

/**
 * Gives when each spike rises through 0 mV or, where it stays lower, has its top, in ms.
 * @param {Recorded} recorded
 */
export function spikeRises(recorded) {
  const { t, v } = recorded;
  let before = 0;
  return spikeTops(recorded).map((top) => {
    const rise = lastRise(t, v, before, top);
    const byItself = rise !== undefined && !atOneStroke(t, v, top, rise);
    before = top;
    return byItself ? rise : at(t, top);
  });
}

/**
 * Gives the peaks of a row, each with how far it stands out.
 * @param {Row} values
 */
export function peaks(values) {
  /** @type {number[]} of stretches of one value */
  const starts = [];
  for (let i = 0; i < values.length; i += 1)
    if (i === 0 || at(values, i) !== at(values, i - 1)) starts.push(i);
  const levels = starts.map((start) => at(values, start));
  const places = levels
    .map((_, k) => k)
    .filter(
      (k) =>
        k > 0 &&
        k < levels.length - 1 &&
        at(levels, k) > at(levels, k - 1) &&
        at(levels, k) > at(levels, k + 1),
    );
  const heights = places.map((k) => at(levels, k));
  const edges = [0, ...places, levels.length];
  const valleys = edges.slice(0, -1).map((edge, k) => lowest(levels, edge, at(edges, k + 1)));
  const left = lowestBefore(heights, valleys);
  const right = lowestBefore(heights.toReversed(), valleys.toReversed()).toReversed();
  return places.map((k, i) => ({
    top: Math.floor((at(starts, k) + (starts[k + 1] ?? values.length) - 1) / 2),
    prominence: at(heights, i) - Math.max(at(left, i), at(right, i)),
  }));
}

/** @param {Row} row @param {number} from @param {number} to */
function lowest(row, from, to) {
  let least = Number.POSITIVE_INFINITY;
  for (let i = from; i < to; i += 1) least = Math.min(least, at(row, i));
  return least;
}

/**
 * Gives for each peak the lowest value between it and the last higher one before it.
 * @param {number[]} heights
 * @param {number[]} valleys
 */
function lowestBefore(heights, valleys) {
  /** @type {[height: number, valley: number][]} the peaks that may still be higher than one to come */
  const higher = [];
  return heights.map((height, i) => {
    let valley = at(valleys, i);
    for (let last = higher.at(-1); last && last[0] <= height; last = higher.at(-1)) {
      valley = Math.min(valley, last[1]);
      higher.pop();
    }
    higher.push([height, valley]);
    return valley;
  });
}

/**
 * Gives those tops which the potential came up to, turned at and left by itself.
 * @param {Recorded} recorded
 * @param {number[]} tops
 */
function ownOf(recorded, tops) {
  const { t, v } = recorded;
  const ionic = ionicOf(recorded);
  let before = 0;
  return tops.filter((top) => {
    const fine = at(t, top + 1) - at(t, top) < COARSE_MS;
    let own = !fine || (isRound(t, v, top) && fallsSmoothly(t, v, top));
    if (ionic) own &&= turnsInward(ionic, foot(v, before, top), top);
    before = top;
    return own;
  });
}

/** @param {Row} v @param {number} from @param {number} to */
function foot(v, from, to) {
  let least = from;
  for (let i = from; i < to; i += 1) if (at(v, i) < at(v, least)) least = i;
  return least;
}

/** @param {Recorded} recorded */
function ionicOf({ ina, ik, il, ia }) {
  if (!ina || !ik || !il) return null;
  return ina.map((one, i) => one + at(ik, i) + at(il, i) + (ia ? at(ia, i) : 0));
}

/** @param {Float64Array} ionic @param {number} from @param {number} top */
function turnsInward(ionic, from, top) {
  const rise = ionic.subarray(from, top + 1);
  const [least, most] = [rise.reduce((a, b) => Math.min(a, b)), rise.reduce((a, b) => Math.max(a, b))];
  return at(rise, 0) - least > HELP * (most - least);
}

/** @param {Row} t @param {Row} v @param {number} top */
function isRound(t, v, top) {
  const near = Math.max(NEAR_MS, at(t, Math.min(top + 2, t.length - 1)) - at(t, top));
  const [beside, beyond] = [between(t, v, at(t, top) + near), between(t, v, at(t, top) + 2 * near)];
  return at(v, top) - beside <= ROUND * (beside - beyond);
}

/** @param {Row} t @param {Row} v @param {number} top */
function fallsSmoothly(t, v, top) {
  let foot = top;
  while (foot < v.length && !(at(v, foot) <= at(v, top) - SWING_MV)) foot += 1;
  const [start, stop] = [at(t, top), at(t, foot < v.length ? foot : top) + STEP_MS];
  const step = start + STEP_MS - start;
  const moments = Array.from({ length: Math.ceil((stop - start) / STEP_MS) }, (_, i) =>
    between(t, v, i ? start + i * step : start),
  );
  const speed = moments.slice(1).map((one, i) => at(moments, i) - one);
  const most = STROKE * Math.max(...speed);
  return speed.slice(2).every((one, i) => one - at(speed, i) <= most);
}

/** @param {Row} t @param {Row} v @param {number} top @param {number} rise */
function atOneStroke(t, v, top, rise) {
  const i = firstFrom(t, rise);
  const fine = at(t, i + 1) - at(t, i) < COARSE_MS;
  return fine && at(v, i) - at(v, i - 1) > STROKE * (at(v, top) - lowest(v, 0, top));
}

/**
 * Gives when the potential last comes up through 0 mV between two samples, if it does.
 * @param {Row} t
 * @param {Row} v
 * @param {number} from
 * @param {number} to
 */
function lastRise(t, v, from, to) {
  for (let i = to - 1; i >= from; i -= 1) {
    if (!(at(v, i) < ZERO_MV && at(v, i + 1) >= ZERO_MV)) continue;
    return at(t, i) + ((ZERO_MV - at(v, i)) / (at(v, i + 1) - at(v, i))) * (at(t, i + 1) - at(t, i));
  }
  return undefined;
}

/**
 * Gives the first place in a rising row from a value on.
 * @param {Row} row
 * @param {number} value
 * @param {boolean} [beyond]  whether the value itself is passed over
 */
function firstFrom(row, value, beyond = false) {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at(row, middle) < value || (beyond && at(row, middle) === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Gives the potential at a moment, on the line between the samples around it.
 * @param {Row} t
 * @param {Row} v
 * @param {number} moment
 */
function between(t, v, moment) {
  const i = firstFrom(t, moment, true) - 1;
  if (i < 0) return at(v, 0);
  if (i >= t.length - 1 || at(t, i) === moment) return at(v, Math.min(i, t.length - 1));
  const slope = (at(v, i + 1) - at(v, i)) / (at(t, i + 1) - at(t, i));
  return slope * (moment - at(t, i)) + at(v, i);
}
