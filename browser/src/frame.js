// One picture as the kernel sends it: the length of the header, a JSON header, then float32 arrays.
// Imports nothing.

/** @import { Frame } from "./types" */

/**
 * Gives the picture in some bytes, or null where there is none; one that was made on this page is one already.
 * @param {DataView | Frame | null | undefined} view
 * @returns {Frame | null}
 */
export function decode(view) {
  if (view && "panels" in view) return view;
  if (!view || view.byteLength < 4) return null;
  const bytes = copied(view);
  const size = new DataView(bytes).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, 4, size)));
  const arrays = [];
  let at = 4 + size;
  for (const length of header.lengths) {
    arrays.push(new Float32Array(bytes, at, length));
    at += 4 * length;
  }
  return { ...header, arrays };
}

/**
 * Gives the numbers in some bytes, in double precision.
 * @param {DataView | undefined} view
 */
export function doubles(view) {
  return view ? new Float64Array(copied(view)) : new Float64Array();
}

/**
 * Whether two frames are of one run, one of them perhaps with fewer samples: those at the ends of a trace and
 * its extremes are in both.
 * @param {Frame} one
 * @param {Frame} other
 */
export function sameRun(one, other) {
  return JSON.stringify(one.arrays.map(landmarks)) === JSON.stringify(other.arrays.map(landmarks));
}

/** @param {Float32Array} array */
function landmarks(array) {
  let [least, most] = [Infinity, -Infinity];
  for (const value of array) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [array[0], array[array.length - 1], least, most];
}

/**
 * An array of numbers must begin at a multiple of their size, which only a copy is sure to do.
 * @param {DataView} view
 */
function copied(view) {
  const bytes = new Uint8Array(view.byteLength);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return bytes.buffer;
}
