// One panel: a uPlot with axes, cursor and zoom, on which the traces are painted.

import uPlot from "uplot";
import { element, shortly } from "./look.js";
import { extent, next, widened } from "./limits.js";
import { firstAt, mapper, paintSeries } from "./paint.js";

const AXIS_PX = 58;
const HIT_PX = 40; // a cursor reads a point that is no farther away

export class Plot {
  constructor(panel, host, scope) {
    this.scope = scope;
    this.panel = panel;
    this.names = element("div", { class: "hhlab-names" });
    this.box = element("div", { class: "hhlab-plot" });
    this.root = element("section", { class: "hhlab-panel" }, this.names, this.box);
    host.append(this.root);
    this.x = this.y = null;
    this.first = {}; // limits to come back to, where the panel names none
    this.tall = false;
  }

  get group() {
    return this.panel.group ?? this.panel.key;
  }

  // Takes the data of a frame; what is drawn changes with the next redraw.
  take(panel, frame) {
    const labels = (one) => JSON.stringify([one.y, one.by, one.series.map((s) => [s.label, s.colour, s.style])]);
    const renamed = !this.u || labels(panel) !== labels(this.panel);
    this.panel = panel;
    this.frame = frame;
    const found = this.found();
    this.y = this.limits("y", found.y);
    // time ends where the run ends; the last sample may lie within one step of it
    const full = panel.group ? found.x : this.limits("x", found.x);
    if (!this.x || !panel.group || Math.abs(full[1] - this.x[1]) > 0.005 * Math.abs(full[1])) this.x = full;
    if (renamed) this.write();
    if (!this.u) this.make();
  }

  limits(letter, found) {
    const axis = this.panel[letter];
    const limits = next(this[letter], axis.least ?? this.first[letter], found, axis.log);
    if (found) this.first[letter] ??= limits;
    return limits;
  }

  found() {
    const { panel, frame } = this;
    const of = (letter) => extent(panel.series.map((one) => frame.arrays[one[letter]]), panel[letter].log);
    return { x: of("x"), y: of("y") };
  }

  // Rescales to what is on the screen, tightly.
  fit() {
    const found = this.found();
    this.y = widened(null, found.y, this.panel.y.log);
    if (!this.panel.group) this.x = widened(null, found.x, this.panel.x.log);
    this.first = { x: this.x, y: this.y };
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
      const line = { dots: "●", dash: "╍╍" }[one.style] ?? "━━";
      const key = element("span", { class: "hhlab-key", "aria-hidden": "true" }, line);
      key.dataset.colour = one.colour;
      const parts = alone ? [value] : [key, ` ${one.label}`, value];
      this.names.append(element("span", { class: "hhlab-name" }, ...parts));
      return value;
    });
    this.recolour();
  }

  recolour() {
    const look = this.scope.look;
    for (const key of this.names.querySelectorAll("[data-colour]")) key.style.color = look.colour(key.dataset.colour);
  }

  make() {
    const { panel, scope } = this;
    const axis = (shown) => ({
      stroke: () => this.scope.look.ink,
      grid: { stroke: () => this.scope.look.grid, width: 1 },
      ticks: { stroke: () => this.scope.look.grid, width: 1, size: 4 },
      font: `12px ${this.scope.look.font}`,
      values: (_, marks) => marks.map((mark) => (mark == null || !shown() ? "" : shortly(mark))),
    });
    const scale = (letter) => ({
      time: false,
      distr: panel[letter].log ? 3 : 1,
      range: () => (letter === "x" ? scope.zoomed(this) : this.y),
    });
    this.u = new uPlot(
      {
        width: this.width(),
        height: this.height(),
        padding: [6, 20, 0, 0], // on the right half of the last number of x
        legend: { show: false },
        scales: { x: scale("x"), y: scale("y") },
        series: [{}, { show: true, stroke: "transparent", points: { show: false } }],
        axes: [
          // time is written once, below the last panel that has it
          { ...axis(() => this.bottom), size: () => (this.bottom ? 38 : 8), gap: 3 },
          { ...axis(() => true), size: AXIS_PX, gap: 4, space: 28 },
        ],
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false, dist: 6 },
          bind: { dblclick: () => () => scope.back(this.group) },
        },
        hooks: {
          draw: [() => this.paint()],
          setCursor: [(u) => scope.pointed(this, u)],
          setSelect: [(u) => this.select(u)],
        },
      },
      this.blank(),
      this.box,
    );
    this.u.over.addEventListener("click", () => scope.marked(this));
    this.u.over.addEventListener("mouseleave", () => scope.left(this));
  }

  // uPlot draws the axes; the traces have arrays of their own.
  blank() {
    return [this.scope.zoomed(this), [null, null]];
  }

  width() {
    return Math.max(240, this.root.clientWidth || 800);
  }

  height() {
    const [tall, low] = this.crowded ? [190, 92] : [232, 112];
    return (this.tall ? tall : low) + (this.bottom ? 38 : 8);
  }

  resize() {
    if (!this.u) return;
    const [width, height] = [this.width(), this.height()];
    if (width !== this.u.width || height !== this.u.height) this.u.setSize({ width, height });
  }

  redraw() {
    const { u } = this;
    const [low, high] = this.scope.zoomed(this);
    const same = u.scales.x.min === low && u.scales.x.max === high && u.scales.y.min === this.y[0] && u.scales.y.max === this.y[1];
    if (same) u.redraw(false, false);
    else u.setData(this.blank());
  }

  paint() {
    const look = this.scope.look;
    const { u, scope } = this;
    for (const kept of scope.ghosts) {
      const panel = kept.panels.find((one) => one.key === this.panel.key);
      if (panel) paintSeries(u, panel.series, kept, { ...look, alpha: 0.35, width: 1.1 });
    }
    paintSeries(u, this.panel.series, this.frame, look);
    const { left, top, width, height } = u.bbox;
    if (this.bottom) {
      const { x } = this.panel;
      u.ctx.font = `${12 * devicePixelRatio}px ${look.font}`;
      u.ctx.fillStyle = look.ink;
      u.ctx.textAlign = "center";
      u.ctx.textBaseline = "bottom";
      u.ctx.fillText(x.unit ? `${x.title} [${x.unit}]` : x.title, left + width / 2, u.ctx.canvas.height);
    }
    const at = scope.marks[this.group];
    if (at == null) return;
    const x = mapper(u.scales.x.min, u.scales.x.max, left, width, u.scales.x.distr === 3)(at);
    u.ctx.save();
    u.ctx.strokeStyle = look.ink;
    u.ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
    u.ctx.beginPath();
    u.ctx.moveTo(x, top);
    u.ctx.lineTo(x, top + height);
    u.ctx.stroke();
    u.ctx.restore();
  }

  select(u) {
    const { left, width } = u.select;
    if (width < 6) return;
    const ends = [left, left + width].map((x) => u.posToVal(x, "x"));
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.scope.zoom(this.group, ends);
  }

  // Writes the value of each trace at `x`, and gives it as text for those who listen.
  read(x) {
    const { panel, frame } = this;
    const said = [];
    panel.series.forEach((one, k) => {
      const i = x == null ? -1 : this.sample(one, x);
      const text = i < 0 ? "" : `${one.rising ? "" : `${shortly(frame.arrays[one.x][i])}, `}${shortly(frame.arrays[one.y][i])}`;
      this.values[k].textContent = text;
      if (text) said.push(`${one.label} ${text} ${panel.y.unit}`);
    });
    return said;
  }

  // The sample under the cursor: in time the nearest, on a curve the nearest on the screen, or none.
  sample(one, x) {
    const X = this.frame.arrays[one.x];
    const Y = this.frame.arrays[one.y];
    if (one.rising) {
      const i = Math.min(firstAt(X, x), X.length - 1);
      return i > 0 && x - X[i - 1] < X[i] - x ? i - 1 : i;
    }
    const { left, top } = this.u.cursor;
    let best = -1;
    let least = HIT_PX ** 2;
    for (let i = 0; i < X.length; i++) {
      const far = (this.u.valToPos(X[i], "x") - left) ** 2 + (this.u.valToPos(Y[i], "y") - top) ** 2;
      if (far < least) [best, least] = [i, far];
    }
    return best;
  }

  destroy() {
    this.u?.destroy();
    this.root.remove();
  }
}
