// Where a slider stands: which of the stops that Python names, and whether that is where it was.
// May import numbers.js.

/** @import { Control } from "./types" */
import { nearest } from "./numbers.js";

/**
 * Gives the number of the stop at which a slider stands; -1 where no stops are known.
 * @param {Control} slider
 * @param {ArrayLike<number>} stops
 */
export function stopOf(slider, stops) {
  return nearest(stops, along(slider, slider.model.get(slider.trait)));
}

/**
 * Whether a control has the value that was seen, a slider as far as its steps allow.
 * @param {Control} control
 * @param {unknown} seen
 */
export function same(control, seen) {
  const present = control.model.get(control.trait);
  if (!control.slider) return JSON.stringify(present) === JSON.stringify(seen);
  return Math.abs(along(control, present) - along(control, seen)) <= control.within;
}

/**
 * Gives how far along its way a slider is at a value.
 * @param {Pick<Control, "log">} slider
 * @param {unknown} value
 */
function along({ log }, value) {
  return log ? Math.log10(Number(value)) : Number(value);
}
