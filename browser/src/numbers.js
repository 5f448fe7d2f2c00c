// Numbers as a person reads them, and places in rows of numbers. Imports nothing.

/**
 * Gives a number as text in four digits, with a minus and not a hyphen before it.
 * @param {number} value
 */
export function shortly(value) {
  if (!Number.isFinite(value)) return "–";
  const small = value !== 0 && Math.abs(value) < 1e-3;
  const text = small || Math.abs(value) >= 1e5 ? value.toExponential(2) : value.toPrecision(4);
  return String(Number(text)).replace(/^-/, "−");
}

/**
 * Gives the index of the first number at or after `value`, in a row that never falls.
 * @param {ArrayLike<number>} row
 * @param {number} value
 */
export function firstAt(row, value) {
  let low = 0;
  let high = row.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (row[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Gives the index of the number nearest to `value`, in a row that never falls; -1 in an empty one.
 * @param {ArrayLike<number>} row
 * @param {number} value
 */
export function nearest(row, value) {
  const i = Math.min(firstAt(row, value), row.length - 1);
  return i > 0 && value - row[i - 1] < row[i] - value ? i - 1 : i;
}

const LEAST = 3; // numbers at an axis: with fewer nobody can read it

/**
 * Gives round numbers between two others for an axis: as many as have room, and three at least, unless they are to
 * be whole and there are no three.
 * @param {number} low
 * @param {number} high
 * @param {number} most  how many have room
 * @param {{ log?: boolean, whole?: boolean }} [of]
 */
export function ticks(low, high, most, { log = false, whole = false } = {}) {
  const found = log ? ratios(low, high, most) : [];
  return found.length >= LEAST ? found : even(low, high, most, whole);
}

/**
 * @param {number} low
 * @param {number} high
 * @param {number} most
 * @param {boolean} whole
 */
function even(low, high, most, whole) {
  const decade = 10 ** Math.floor(Math.log10((high - low) / Math.max(most, LEAST)));
  // from the finest step on, the first that leaves each number its room, or the last that leaves three of them
  let best = multiples(low, high, Math.max(decade / 10, Number(whole)));
  for (const factor of [0.2, 0.5, 1, 2, 5, 10]) {
    const step = factor * decade;
    if (whole && step < 1) continue;
    const next = multiples(low, high, step);
    if (next.length < LEAST) break;
    best = next;
    if (best.length <= most) break;
  }
  return best;
}

/**
 * @param {number} low
 * @param {number} high
 * @param {number} step
 */
function multiples(low, high, step) {
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  // a power of ten below one divides exactly where it does not multiply so: 3 / 10, and not 3 * 0.1
  const parts = Math.round(1 / step);
  return Array.from({ length: count }, (_, i) => (step < 1 ? (first + i) / parts : (first + i) * step));
}

/**
 * Gives powers of ten, with numbers between them where there are few.
 * @param {number} low
 * @param {number} high
 * @param {number} most
 */
function ratios(low, high, most) {
  const decades = multiples(Math.floor(Math.log10(low)), Math.ceil(Math.log10(high)), 1);
  for (const leads of [[1], [1, 3], [1, 2, 5]]) {
    const found = decades
      .flatMap((exponent) => leads.map((lead) => Number(`${lead}e${exponent}`)))
      .filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
    if (found.length < LEAST) continue;
    // of many powers every second stays, or every third, as long as there are three
    const stride = Math.min(Math.ceil(found.length / most), Math.floor((found.length - 1) / (LEAST - 1)));
    return leads.length > 1 ? found : found.filter((_, i) => i % stride === 0);
  }
  return [];
}

/**
 * Gives numbers at an axis as text, with as many digits as tell them apart.
 * @param {number[]} values
 */
export function texts(values) {
  const short = values.map(shortly);
  if (new Set(short).size === short.length) return short;
  const step = Math.abs(values[1] - values[0]);
  const digits = Math.min(20, Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)));
  return values.map((value) => value.toFixed(digits).replace(/^-/, "−"));
}
