// Where a slider stands: which of the stops that Python names, and whether that is where it was.
// May import numbers.js.

/** @import { Control, Seen } from "./types" */
import { nearest } from "./numbers.js";

const NEAR = 0.1; // of a slider's way: a run that is no further off may stand in for the one that is to come

/**
 * Gives the number of the stop at which a slider stands, or stood where it was seen; -1 where no stops are known.
 * @param {Control} slider
 * @param {ArrayLike<number>} stops
 * @param {Seen} [seen]
 */
export function stopOf(slider, stops, seen) {
  const value = seen ? seen[slider.id] : slider.model.get(slider.trait);
  return nearest(stops, along(slider, value));
}

/**
 * Gives the number of the stop whose run is to be on the screen: that of `place` where it is known, else the
 * nearest that is known, if it is near and nearer than what is shown; -1 where nothing is.
 * @param {number} place
 * @param {Iterable<number>} known
 * @param {number} shown  the stop whose run is on the screen; NaN where it is none of this slider's
 * @param {number} stops  how many there are
 */
export function standIn(place, known, shown, stops) {
  let best = -1;
  let least = Math.min(NEAR * stops, Number.isNaN(shown) ? Infinity : Math.abs(shown - place));
  for (const one of known) {
    if (one === place) return place;
    if (Math.abs(one - place) < least) {
      best = one;
      least = Math.abs(one - place);
    }
  }
  return best;
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
