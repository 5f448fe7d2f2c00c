// Everything a pointer can do in a picture, by keys. Imports nothing.

/** @import { Limits } from "./types" */
/** @typedef {{ point: number } | { zoom: Limits } | { do: "mark" | "back" | "leave" }} Act */

const STEPS = 200; // from one end of what is shown to the other
const STRIDE = 10; // steps, with Shift

/**
 * Gives what a key does, or null where it does nothing.
 * @param {{ key: string, shiftKey: boolean }} pressed
 * @param {Limits} shown  of x
 * @param {number | null} at  where the cursor is
 * @param {boolean} zoomed
 * @returns {Act | null}
 */
export function actOf({ key, shiftKey }, [low, high], at, zoomed) {
  const here = at ?? (low + high) / 2;
  const step = ((high - low) / STEPS) * (shiftKey ? STRIDE : 1);
  switch (key) {
    case "ArrowRight":
      return { point: here + step };
    case "ArrowLeft":
      return { point: here - step };
    case "Enter":
      return { do: "mark" };
    case "+":
      return { zoom: [here - (high - low) / 4, here + (high - low) / 4] };
    case "-":
      return { do: "back" };
    case "Escape":
      return { do: zoomed ? "back" : "leave" };
    default:
      return null;
  }
}
