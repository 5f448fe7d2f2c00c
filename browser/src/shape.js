// A cell in space with the potential as its colour: turned by mouse, touch and keys, and moving in time.
// May import look.js, numbers.js and turning.js; the view that holds it is handed in.

/** @import { Frame, ShapePanel } from "./types" */
/** @import { Standing } from "./plot.js" */
/** @import { View } from "./view.js" */
/** @import { Pose } from "./turning.js" */
import { element, rgb } from "./look.js";
import { nearest, shortly, ticks } from "./numbers.js";
import { ball, dragged, FRONT, posed, turning } from "./turning.js";

const COLOURS = 256;
const LASTS_MS = 4000; // a run that is played
const THINNEST_PX = 1.6;
const MARGIN = 0.94; // of half the picture's height, the cell at its farthest
const HELP = "Arrow keys turn the cell, plus and minus go nearer and back, 0 turns it to the front.";

export class Shape {
  /**
   * @param {ShapePanel} panel
   * @param {HTMLElement} host
   * @param {View} view
   */
  constructor(panel, host, view) {
    this.view = view;
    this.panel = panel;
    this.u = null; // it has no axes: the cursor and the zoom of the traces pass it by
    /** @type {import("./types").Limits | null} */
    this.x = null;
    /** @type {Frame["arrays"]} */
    this.arrays = [];
    /** @type {ArrayLike<number>} */
    this.times = [];
    this.moment = panel.at;
    this.index = 0;
    this.chosen = false;
    /** @type {Pose} */
    this.pose = FRONT;
    this.playing = 0; // the display's next picture, while a run is played
    /** @type {Map<number, { x: number, y: number }>} */
    this.fingers = new Map();
    /** @type {HTMLCanvasElement} */
    this.canvas = element("canvas", {
      class: "hhlab-turned",
      tabindex: 0,
      role: "application",
      "aria-roledescription": "cell that can be turned",
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
      onpointerdown: (/** @type {PointerEvent} */ event) => this.touch(event),
      onpointermove: (/** @type {PointerEvent} */ event) => this.drag(event),
      onpointerup: (/** @type {PointerEvent} */ event) => this.fingers.delete(event.pointerId),
      onpointercancel: (/** @type {PointerEvent} */ event) => this.fingers.delete(event.pointerId),
    });
    /** @type {HTMLInputElement} */
    this.range = element("input", {
      type: "range",
      min: 0,
      step: 1,
      "aria-label": "moment",
      oninput: () => this.choose(Number(this.range.value)),
      onkeydown: (/** @type {KeyboardEvent} */ event) => event.stopPropagation(),
    });
    this.when = element("span", { class: "hhlab-when" });
    this.player = this.button("Play", () => this.play(), "Let the run pass, in four seconds");
    this.scale = element("div", { class: "hhlab-colours" });
    const tools = element("div", { class: "hhlab-moment hhlab-poses" }, this.player);
    const tool = (/** @type {string} */ label, /** @type {string} */ key, /** @type {string} */ title) =>
      this.button(label, () => this.turn(posed(key, this.pose)), title);
    tools.append(
      element("label", {}, "moment ", this.range),
      this.when,
      tool("+", "+", "Nearer"),
      tool("−", "-", "Farther"),
      tool("Front", "0", "Turn the cell to the front"),
    );
    this.root = element("section", { class: "hhlab-panel" }, tools, this.canvas, this.scale);
    host.append(this.root);
  }

  /**
   * @param {string} label
   * @param {() => void} act
   * @param {string} title
   */
  button(label, act, title) {
    const plain = { type: "button", class: "jupyter-button hhlab-button", onclick: act, title };
    // a word on a button is its name; an arrow says nothing
    return element("button", /\w/.test(label) ? plain : { ...plain, "aria-label": title }, label);
  }

  get group() {
    return this.panel.key;
  }

  /**
   * @param {ShapePanel} panel
   * @param {Pick<Frame, "arrays">} frame
   */
  take(panel, { arrays }) {
    const same = this.arrays.length && alike(arrays[panel.pieces], this.arrays[this.panel.pieces]);
    this.panel = panel;
    this.arrays = arrays;
    this.times = arrays[panel.times];
    if (!same) this.ball = ball(arrays[panel.pieces]);
    this.range.max = String(this.times.length - 1);
    // the moment of the run, which the words tell, until somebody chooses another
    if (!this.chosen) this.moment = panel.at;
    const [low, high] = panel.y.limits.map(shortly);
    this.scale.replaceChildren(`${low} ${panel.y.unit} `, this.bar(), ` ${high} ${panel.y.unit}`);
    this.say();
  }

  bar() {
    const background = `background: linear-gradient(to right, ${this.colours().join(", ")})`;
    return element("span", { style: background, "aria-hidden": "true" });
  }

  // Says which moment is shown, and where the potential is highest and lowest then.
  say() {
    this.index = nearest(this.times, this.moment);
    const { names, y, v } = this.panel;
    const row = this.row(this.arrays[v]);
    let [low, high] = [0, 0];
    row.forEach((value, i) => {
      if (value < row[low]) low = i;
      if (value > row[high]) high = i;
    });
    const least = `${shortly(row[low])} ${y.unit}`;
    const most = `${shortly(row[high])} ${y.unit}`;
    this.range.value = String(this.index);
    this.when.textContent = `${shortly(this.times[this.index])} ms: ${least} to ${most}`;
    const where = `highest in ${names[high]}, ${most}, lowest in ${names[low]}, ${least}`;
    this.range.setAttribute("aria-valuetext", `${shortly(this.times[this.index])} ms, ${where}`);
    const marks = this.panel.marks.map(([label]) => `${label} marked.`).join(" ");
    this.canvas.setAttribute(
      "aria-label",
      `A cell of ${names.length} segments at ${shortly(this.times[this.index])} ms: ${where}. ${marks} ${HELP}`,
    );
  }

  /** @param {Float32Array} v */
  row(v) {
    const { length } = this.panel.names;
    return v.subarray(this.index * length, (this.index + 1) * length);
  }

  /** @param {number} index */
  choose(index) {
    this.stop();
    this.show(this.times[index]);
  }

  /** @param {number} moment */
  show(moment) {
    this.chosen = true;
    this.moment = moment;
    this.say();
    this.redraw();
  }

  // Lets the run pass once, from its begin; a second press stops it.
  play() {
    if (this.playing) return this.stop();
    this.player.textContent = "Stop";
    const [first, last] = [this.times[0], this.times[this.times.length - 1]];
    let began = NaN;
    const step = (/** @type {number} */ now) => {
      if (Number.isNaN(began)) began = now;
      const share = Math.min(1, (now - began) / LASTS_MS);
      this.show(first + share * (last - first));
      if (share < 1) this.playing = requestAnimationFrame(step);
      else this.stop();
    };
    this.playing = requestAnimationFrame(step);
  }

  stop() {
    cancelAnimationFrame(this.playing);
    this.playing = 0;
    this.player.textContent = "Play";
  }

  /** @param {Pose | null} pose */
  turn(pose) {
    if (!pose) return;
    this.pose = pose;
    this.redraw();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const pose = event.ctrlKey || event.metaKey || event.altKey ? null : posed(event.key, this.pose);
    if (!pose) return;
    event.preventDefault();
    event.stopPropagation();
    this.turn(pose);
  }

  /** @param {PointerEvent} event */
  touch(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus();
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  // One pointer turns the cell, two fingers go nearer.
  /** @param {PointerEvent} event */
  drag(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...this.fingers].find(([id]) => id !== event.pointerId)?.[1];
    this.fingers.set(event.pointerId, now);
    if (!other)
      return this.turn(dragged(this.pose, now.x - before.x, now.y - before.y, this.canvas.clientHeight));
    const apart = (/** @type {{ x: number, y: number }} */ one) =>
      Math.hypot(one.x - other.x, one.y - other.y);
    const near = (this.pose.near * apart(now)) / Math.max(1, apart(before));
    this.turn({ ...this.pose, near: Math.max(1, Math.min(40, near)) });
  }

  redraw() {
    const { canvas, panel, pose, ball: whole } = this;
    const ctx = canvas.getContext("2d");
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (!ctx || !whole || !width) return;
    canvas.width = width * devicePixelRatio;
    canvas.height = height * devicePixelRatio;
    ctx.scale(devicePixelRatio, devicePixelRatio);
    const scale = (MARGIN * (Math.min(width, height) / 2) * pose.near) / whole.radius;
    const turned = turning(whole.middle, pose);
    /** @type {(x: number, y: number, z: number) => [number, number, number]} */
    const placed = (x, y, z) => {
      const [right, up, near] = turned(x, y, z);
      return [width / 2 + scale * right, height / 2 - scale * up, near];
    };
    this.paint(ctx, placed, scale);
    for (const [label, x, y, z] of panel.marks) this.mark(ctx, label, placed(x, y, z));
    this.ruler(ctx, scale, width, height);
  }

  /**
   * Paints the pieces, those behind before those in front.
   * @param {CanvasRenderingContext2D} ctx
   * @param {(x: number, y: number, z: number) => [number, number, number]} placed
   * @param {number} scale
   */
  paint(ctx, placed, scale) {
    const { panel } = this;
    const P = this.arrays[panel.pieces];
    const of = this.arrays[panel.of];
    const row = this.row(this.arrays[panel.v]);
    const [low, high] = panel.y.limits;
    const pieces = Array.from({ length: P.length / 8 }, (_, k) => {
      const i = 8 * k;
      const from = placed(P[i], P[i + 1], P[i + 2]);
      const to = placed(P[i + 4], P[i + 5], P[i + 6]);
      const width = Math.max(THINNEST_PX, (scale * (P[i + 3] + P[i + 7])) / 2);
      const level = Math.round(((row[of[k]] - low) / (high - low)) * (COLOURS - 1));
      return { from, to, width, level: Math.max(0, Math.min(COLOURS - 1, level)), depth: from[2] + to[2] };
    }).sort((one, other) => one.depth - other.depth);
    const colours = this.colours();
    ctx.lineCap = "round";
    for (const { from, to, width, level } of pieces) {
      ctx.strokeStyle = colours[level];
      ctx.lineWidth = width;
      ctx.beginPath();
      ctx.moveTo(from[0], from[1]);
      ctx.lineTo(to[0], to[1]);
      ctx.stroke();
    }
  }

  // On a dark page the darkest colours gain light, evenly, so that a cell at rest is seen.
  colours() {
    const { ramp } = this.panel;
    const { dark } = this.view.look;
    return Array.from({ length: COLOURS }, (_, i) => {
      const parts = rgb(ramp[Math.floor((i * ramp.length) / COLOURS)]);
      const more = dark ? 0.34 * (1 - i / COLOURS) : 0;
      return `rgb(${parts.map((part) => Math.round(part + (255 - part) * more)).join(",")})`;
    });
  }

  /**
   * A diamond with its label, as on the other panels.
   * @param {CanvasRenderingContext2D} ctx
   * @param {string} label
   * @param {number[]} place
   */
  mark(ctx, label, [x, y]) {
    const { look } = this.view;
    ctx.beginPath();
    for (const [dx, dy] of [
      [0, -6],
      [6, 0],
      [0, 6],
      [-6, 0],
    ])
      ctx.lineTo(x + dx, y + dy);
    ctx.closePath();
    ctx.fillStyle = look.paper;
    ctx.strokeStyle = look.ink;
    ctx.lineWidth = 1.6;
    ctx.fill();
    ctx.stroke();
    ctx.fillStyle = look.ink;
    ctx.font = `13px ${look.font}`;
    ctx.textBaseline = "middle";
    ctx.fillText(label, x + 10, y);
  }

  /**
   * A length to compare with.
   * @param {CanvasRenderingContext2D} ctx
   * @param {number} scale
   * @param {number} width
   * @param {number} height
   */
  ruler(ctx, scale, width, height) {
    const { look } = this.view;
    const um = ticks(0, width / 2 / scale, 4)[1];
    ctx.strokeStyle = look.ink;
    ctx.fillStyle = look.ink;
    ctx.lineWidth = 1.6;
    ctx.lineCap = "butt";
    ctx.beginPath();
    ctx.moveTo(12, height - 12);
    ctx.lineTo(12 + um * scale, height - 12);
    ctx.stroke();
    ctx.font = `12px ${look.font}`;
    ctx.textBaseline = "bottom";
    ctx.fillText(`${shortly(um)} µm`, 12, height - 15);
  }

  fit() {
    this.chosen = false;
    this.moment = this.panel.at;
    this.pose = FRONT;
    this.say();
  }

  /** @param {Standing} standing */
  stand({ height }) {
    this.canvas.style.height = `${height}px`;
  }

  foot() {
    return 0; // its ruler stands within the picture
  }

  share() {
    return 5; // a cell is seen from a distance
  }

  drawn() {
    return this.canvas.offsetHeight;
  }

  resize() {
    this.redraw();
  }

  recolour() {
    this.scale.querySelector("span")?.replaceWith(this.bar());
    this.redraw();
  }

  /**
   * The cursor of the traces reads nothing here.
   * @param {number | null} _
   * @returns {string[]}
   */
  read(_) {
    return [];
  }

  destroy() {
    this.stop();
    this.root.remove();
  }
}

/**
 * @param {ArrayLike<number>} one
 * @param {ArrayLike<number> | undefined} other
 */
function alike(one, other) {
  if (one.length !== other?.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
