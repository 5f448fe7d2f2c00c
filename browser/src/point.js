// A point of a picture that a hand drags, or the arrow keys move, and with it two sliders.
// May import look.js and numbers.js; the plot that the point lies in is handed in.

/** @import { Answer, Handle, Limits, Series } from "./types" */
/** @import { Plot } from "./plot.js" */
/** @typedef {[x: number, y: number]} Pair */
/** @typedef {{ label: string, to: Pair } | { label: string, by: Pair }} Move */
import { element } from "./look.js";
import { shortly } from "./numbers.js";

const STRIDE = 10; // steps of a slider, with Shift
/** @type {Record<string, Pair>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

/**
 * Gives by how many steps of its two sliders a key moves a point, or null where it does not.
 * @param {{ key: string, shiftKey: boolean }} pressed
 * @returns {Pair | null}
 */
export function stepsOf({ key, shiftKey }) {
  const [x, y] = Object.hasOwn(KEYS, key) ? KEYS[key] : [0, 0];
  const steps = shiftKey ? STRIDE : 1;
  return x || y ? [x * steps, y * steps] : null;
}

/**
 * Gives a place that lies within a box.
 * @param {Pair} place
 * @param {Limits} size  width and height
 * @returns {Pair}
 */
export function within([x, y], [width, height]) {
  return [Math.min(Math.max(x, 0), width), Math.min(Math.max(y, 0), height)];
}

/** One such point: a button on the picture. The kernel moves the sliders, one move at a time. */
export class Point {
  /**
   * @param {Handle} handle
   * @param {Plot} plot
   */
  constructor({ label }, plot) {
    this.label = label;
    this.plot = plot;
    this.held = false;
    this.waiting = false; // whether the kernel owes an answer
    /** @type {Move | null} */
    this.next = null; // what is asked for when it has answered
    this.root = element("button", {
      type: "button",
      class: "hhlab-point",
      "aria-roledescription": "point to drag",
      title: "Drag this point, or move it with the arrow keys",
      onpointerdown: (/** @type {PointerEvent} */ event) => this.take(event),
      onpointermove: (/** @type {PointerEvent} */ event) => this.drag(event),
      onpointerup: () => this.drop(),
      onpointercancel: () => this.drop(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
    });
    // a press on the picture itself would zoom or set the mark
    for (const name of ["mousedown", "click", "dblclick"])
      this.root.addEventListener(name, (event) => event.stopPropagation());
    const { model } = plot.view;
    const answered = (/** @type {Answer} */ { moved }) => moved === label && this.answered();
    model.on("msg:custom", answered);
    this.forget = () => model.off("msg:custom", answered);
  }

  /**
   * Lies on a mark of the picture; a hand that holds it has it where the hand is.
   * @param {Series | undefined} mark
   */
  place(mark) {
    const { u, frame, panel } = this.plot;
    this.root.hidden = !mark || !u;
    if (!mark || !u) return;
    if (this.root.parentElement !== u.over) u.over.append(this.root);
    const [x, y] = [frame.arrays[mark.x][0], frame.arrays[mark.y][0]];
    if (!this.held) this.put([u.valToPos(x, "x"), u.valToPos(y, "y")]);
    const said = [panel.x, panel.y].map((axis, i) =>
      `${axis.title} ${shortly([x, y][i])} ${axis.unit}`.trim(),
    );
    this.root.setAttribute("aria-label", `${this.label}: ${said.join(", ")}. The arrow keys move it.`);
  }

  /** @param {Pair} place */
  put([left, top]) {
    this.root.style.left = `${left}px`;
    this.root.style.top = `${top}px`;
  }

  /** @param {PointerEvent} event */
  take(event) {
    if (event.button !== 0) return;
    event.preventDefault(); // no text is selected
    event.stopPropagation();
    this.root.focus();
    this.root.setPointerCapture(event.pointerId);
    this.held = true;
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const { u } = this.plot;
    if (!this.held || !u) return;
    const { left, top, width, height } = u.over.getBoundingClientRect();
    const place = within([event.clientX - left, event.clientY - top], [width, height]);
    this.put(place);
    this.ask({ label: this.label, to: [u.posToVal(place[0], "x"), u.posToVal(place[1], "y")] });
  }

  drop() {
    this.held = false;
    this.plot.redraw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = stepsOf(event);
    if (!by) return;
    event.preventDefault(); // the page does not scroll
    event.stopPropagation();
    this.ask({ label: this.label, by });
  }

  /**
   * Asks for a move, now or when the one before has been answered: the last place counts, and every step.
   * @param {Move} move
   */
  ask(move) {
    const { next } = this;
    if (next && "by" in next && "by" in move)
      this.next = { ...move, by: [next.by[0] + move.by[0], next.by[1] + move.by[1]] };
    else this.next = move;
    this.send();
  }

  send() {
    if (this.waiting || !this.next) return;
    this.waiting = true;
    this.plot.view.follower.send({ do: "point", ...this.next });
    this.next = null;
  }

  answered() {
    this.waiting = false;
    this.send();
  }
}
