// One panel: a uPlot with axes, cursor and zoom, on which the traces are painted.
// May import uplot, kept.js, limits.js, look.js, numbers.js and paint.js; the view that holds it is handed in.

/** @import { Frame, Limits, Panel, Series } from "./types" */
/** @import { View } from "./view.js" */
/** @typedef {{ bottom: boolean, height: number }} Standing  how a panel stands among others */
import uPlot from "uplot";
import { next } from "./limits.js";
import { lookOfKept } from "./kept.js";
import { element } from "./look.js";
import { nearest, shortly, texts, ticks } from "./numbers.js";
import { axisOf, paintSeries } from "./paint.js";

const AXIS_PX = 58;
const APART = { x: 70, y: 24 }; // pixels from one number of an axis to the next
const NARROWEST = 180; // pixels of a picture with its numbers
const HIT_PX = 40; // a cursor reads a point that is no farther away

export class Plot {
  /**
   * @param {Panel} panel
   * @param {HTMLElement} host
   * @param {View} view
   */
  constructor(panel, host, view) {
    this.view = view;
    this.panel = panel;
    /** @type {Pick<Frame, "arrays">} */
    this.frame = { arrays: [] };
    /** @type {uPlot | null} */
    this.u = null;
    this.names = element("div", { class: "hhlab-names" });
    this.box = element("div", { class: "hhlab-plot" });
    this.root = element("section", { class: "hhlab-panel" }, this.names, this.box);
    host.append(this.root);
    /** @type {HTMLElement[]} */
    this.values = [];
    /** @type {Limits | null} */
    this.x = null;
    /** @type {Limits | null} */
    this.y = null;
    /** @type {{ x?: Limits, y?: Limits }} */
    this.first = {}; // limits to come back to, where the panel names none
    /** @type {Standing} */
    this.standing = { bottom: true, height: 232 };
  }

  get group() {
    return this.panel.group ?? this.panel.key;
  }

  /**
   * Takes the data of a frame; what is drawn changes with the next redraw.
   * @param {Panel} panel
   * @param {Pick<Frame, "arrays">} frame
   */
  take(panel, frame) {
    const labels = (/** @type {Panel} */ one) =>
      JSON.stringify([one.y, one.by, one.series.map((s) => [s.label, s.colour, s.style])]);
    const renamed = !this.u || labels(panel) !== labels(this.panel);
    this.panel = panel;
    this.frame = frame;
    this.y = this.limits("y");
    // time ends where the run ends; the last sample may lie within one step of it
    const full = panel.group ? (panel.x.found ?? panel.x.limits) : this.limits("x");
    if (!this.x || !panel.group || Math.abs(full[1] - this.x[1]) > 0.005 * Math.abs(full[1])) this.x = full;
    if (renamed) this.write();
    if (!this.u) this.make();
  }

  /** @param {"x" | "y"} letter */
  limits(letter) {
    const axis = this.panel[letter];
    const limits = next(this[letter], axis.least ?? this.first[letter], axis);
    if (axis.found) this.first[letter] ??= limits;
    return limits;
  }

  // Rescales to what is on the screen, tightly.
  fit() {
    const { x, y, group } = this.panel;
    this.y = y.tight;
    if (!group) this.x = x.tight;
    this.first = { x: this.x ?? x.tight, y: this.y };
  }

  write() {
    const { y, by, series } = this.panel;
    const title = y.unit ? `${y.title} [${y.unit}]` : y.title;
    this.names.replaceChildren(element("span", { class: "hhlab-title" }, title));
    if (by) this.names.append(element("span", {}, `by ${by}:`));
    this.values = series.map((one) => {
      const value = element("span", { class: "hhlab-value" });
      if (one.style === "mark") return value;
      const alone = series.length === 1 && one.label === y.title;
      const line = one.style === "dots" ? "●" : one.style === "dash" ? "╍╍" : "━━";
      const key = element("span", { class: "hhlab-key", "aria-hidden": "true" }, line);
      key.dataset.colour = one.colour;
      const parts = alone ? [value] : [key, ` ${one.label}`, value];
      this.names.append(element("span", { class: "hhlab-name" }, ...parts));
      return value;
    });
    this.recolour();
  }

  recolour() {
    /** @type {NodeListOf<HTMLElement>} */
    const keys = this.names.querySelectorAll("[data-colour]");
    for (const key of keys) key.style.color = this.view.look.colour(key.dataset.colour ?? "");
  }

  make() {
    const { panel, view } = this;
    /** @type {(letter: "x" | "y", shown: () => boolean) => uPlot.Axis} */
    const axis = (letter, shown) => ({
      stroke: () => view.look.ink,
      grid: { stroke: () => view.look.grid, width: 1 },
      ticks: { stroke: () => view.look.grid, width: 1, size: 4 },
      font: `12px ${view.look.font}`,
      splits: (u, _, low, high) => {
        const { width, height } = u.bbox;
        const size = (letter === "x" ? width : height) / devicePixelRatio;
        return ticks(low, high, Math.floor(size / APART[letter]), this.panel[letter]);
      },
      filter: (_, marks) => marks, // uPlot's own leaves numbers of a logarithmic axis out
      values: (_, marks) => (shown() ? texts(marks) : marks.map(() => "")),
    });
    /** @type {(letter: "x" | "y") => uPlot.Scale} */
    const scale = (letter) => ({
      time: false,
      distr: panel[letter].log ? 3 : 1,
      range: () => this.shown(letter),
    });
    const back = () => {
      view.back(this.group);
      return null;
    };
    const u = new uPlot(
      {
        width: this.width(),
        height: this.height(),
        padding: [6, 20, 0, 0], // on the right half of the last number of x
        legend: { show: false },
        scales: { x: scale("x"), y: scale("y") },
        series: [{}, { show: true, stroke: "transparent", points: { show: false } }],
        axes: [
          // time is written once, below the last panel that has it
          { ...axis("x", () => this.standing.bottom), size: () => this.foot(), gap: 3 },
          { ...axis("y", () => true), size: AXIS_PX, gap: 4 },
        ],
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false, dist: 6 },
          bind: { dblclick: () => back },
        },
        hooks: {
          draw: [() => this.paint()],
          setCursor: [() => view.pointed(this)],
          setSelect: [() => this.select()],
        },
      },
      this.blank(),
      this.box,
    );
    u.over.addEventListener("click", () => view.marked(this));
    u.over.addEventListener("mouseleave", () => view.left(this));
    this.u = u;
  }

  /**
   * Gives what an axis shows now.
   * @param {"x" | "y"} letter
   * @returns {Limits}
   */
  shown(letter) {
    return (letter === "x" ? this.view.zoomed(this) : this.y) ?? this.panel[letter].limits;
  }

  /**
   * uPlot draws the axes; the traces have arrays of their own.
   * @returns {uPlot.AlignedData}
   */
  blank() {
    return [this.shown("x"), [null, null]];
  }

  width() {
    return Math.max(NARROWEST, this.root.clientWidth || 800);
  }

  height() {
    return this.standing.height + this.foot();
  }

  // What is below the picture: numbers and the name of x, or nothing.
  foot(bottom = this.standing.bottom) {
    return bottom ? 38 : 8;
  }

  // How many parts of the height that panels share are this one's: a potential has two, and what is no trace.
  share(alone = false) {
    return alone || !this.panel.group || this.panel.key === "voltage" ? 2 : 1;
  }

  // The height that the picture has on the page, which follows the one that it is given.
  drawn() {
    return this.box.offsetHeight;
  }

  /** @param {Standing} standing */
  stand(standing) {
    this.standing = standing;
    this.resize();
  }

  resize() {
    if (!this.u) return;
    const [width, height] = [this.width(), this.height()];
    if (width !== this.u.width || height !== this.u.height) this.u.setSize({ width, height });
  }

  redraw() {
    const { u } = this;
    if (!u) return;
    const stands = (/** @type {"x" | "y"} */ letter) => {
      const { min, max } = u.scales[letter];
      const [low, high] = this.shown(letter);
      return min === low && max === high;
    };
    if (stands("x") && stands("y")) u.redraw(false, false);
    else u.setData(this.blank());
  }

  paint() {
    const { u, view } = this;
    if (!u) return;
    const { look } = view;
    for (const [i, kept] of view.ghosts.entries()) {
      const panel = kept.panels.find((one) => one.key === this.panel.key);
      if (!panel) continue;
      const lookThen = lookOfKept(
        view.keptAs[i] ?? { colour: look.paper },
        i,
        panel.series.length === 1,
        look,
      );
      paintSeries(u, panel.series, kept, lookThen);
    }
    paintSeries(u, this.panel.series, this.frame, look);
    const { left, top, width, height } = u.bbox;
    if (this.standing.bottom) {
      const { x } = this.panel;
      u.ctx.font = `${12 * devicePixelRatio}px ${look.font}`;
      u.ctx.fillStyle = look.ink;
      u.ctx.textAlign = "center";
      u.ctx.textBaseline = "bottom";
      u.ctx.fillText(x.unit ? `${x.title} [${x.unit}]` : x.title, left + width / 2, u.ctx.canvas.height);
    }
    const at = view.marks.get(this.group);
    if (at === undefined) return;
    const x = axisOf(u, "x")(at);
    u.ctx.save();
    u.ctx.strokeStyle = look.ink;
    u.ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
    u.ctx.beginPath();
    u.ctx.moveTo(x, top);
    u.ctx.lineTo(x, top + height);
    u.ctx.stroke();
    u.ctx.restore();
  }

  select() {
    const { u } = this;
    if (!u || u.select.width < 6) return;
    const { left, width } = u.select;
    const ends = [left, left + width].map((x) => u.posToVal(x, "x"));
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.view.zoom(this, ends);
  }

  /**
   * Writes the value of each trace at `x`, and gives it as text for those who listen.
   * @param {number | null} x
   */
  read(x) {
    const { panel, frame } = this;
    /** @type {string[]} */
    const said = [];
    panel.series.forEach((one, k) => {
      const i = x === null ? -1 : this.sample(one, x);
      const text =
        i < 0
          ? ""
          : `${one.rising ? "" : `${shortly(frame.arrays[one.x][i])}, `}${shortly(frame.arrays[one.y][i])}`;
      this.values[k].textContent = text;
      if (text) said.push(`${one.label} ${text} ${panel.y.unit}`);
    });
    return said;
  }

  /**
   * The sample under the cursor: in time the nearest, on a curve the nearest on the screen; or -1.
   * @param {Series} one
   * @param {number} x
   */
  sample(one, x) {
    const X = this.frame.arrays[one.x];
    const Y = this.frame.arrays[one.y];
    if (one.rising) return nearest(X, x);
    const { u } = this;
    if (!u) return -1;
    const { left = NaN, top = NaN } = u.cursor;
    let best = -1;
    let least = HIT_PX ** 2;
    for (let i = 0; i < X.length; i++) {
      const far = (u.valToPos(X[i], "x") - left) ** 2 + (u.valToPos(Y[i], "y") - top) ** 2;
      if (far < least) [best, least] = [i, far];
    }
    return best;
  }

  destroy() {
    this.u?.destroy();
    this.root.remove();
  }
}
