// What a screen reader says of a live picture, once its values rest. May import look.js and numbers.js.

/** @import { Frame, Panel } from "./types" */
import { element } from "./look.js";
import { shortly } from "./numbers.js";

const REST_MS = 700; // after the last change: a slider on its way says nothing
const KEYS = "Left and right arrows move the cursor, plus and minus zoom, Escape goes back.";

/**
 * Gives in words what a frame shows: which quantities over which, what is read off, and derived quantities.
 * @param {Frame | null} frame
 */
export function described(frame) {
  if (!frame) return "";
  const panels = frame.panels.map(({ x, y }) => `${y.title} over ${x.title}${range(x)}`);
  return sentences(panels.length ? `Picture of ${panels.join("; ")}` : "", read(frame));
}

/**
 * Gives what is read off a frame: its words, and its derived quantities.
 * @param {Frame} frame
 */
function read({ words, derived }) {
  return sentences(words, derived.map(([name, value]) => `${name} ${value}`).join(", "));
}

/** @param {Panel["x"]} axis */
function range({ found, limits, unit }) {
  const [low, high] = found ?? limits;
  return ` from ${shortly(low)} to ${shortly(high)} ${unit}`.trimEnd();
}

/** @param {...string} parts */
function sentences(...parts) {
  return parts
    .filter(Boolean)
    .map((part) => (/[.?]$/.test(part) ? part : `${part}.`))
    .join(" ");
}

/** The words of a view for those who listen. */
export class Spoken {
  /** @param {HTMLElement} picture  what is named by them */
  constructor(picture) {
    this.picture = picture;
    this.root = element("div", { class: "hhlab-spoken", role: "status" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.text = "";
  }

  /**
   * Takes a frame, and what is wrong where something is; it is said once nothing has changed for a while.
   * @param {Frame | null} frame
   * @param {string} error
   */
  take(frame, error) {
    const label = `${described(frame)} ${KEYS}`;
    const text = error || (frame ? read(frame) : "");
    if (`${label}${text}` === this.text) return;
    const first = !this.text;
    this.text = `${label}${text}`;
    clearTimeout(this.timer);
    const name = () => this.picture.setAttribute("aria-label", label);
    if (first) name();
    this.timer = setTimeout(() => {
      name();
      // what stands there when the page is opened is found by who looks for it, and not called out
      if (!first || error) this.root.textContent = text;
    }, REST_MS);
  }

  forget() {
    clearTimeout(this.timer);
  }
}
