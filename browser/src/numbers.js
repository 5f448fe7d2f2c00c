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

/**
 * Gives about five round numbers between two others.
 * @param {number} low
 * @param {number} high
 */
export function round(low, high) {
  const decade = 10 ** Math.floor(Math.log10((high - low) / 5));
  const step = [1, 2, 5, 10].map((n) => n * decade).find((size) => (high - low) / size <= 6) ?? high - low;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => (first + i) * step);
}
