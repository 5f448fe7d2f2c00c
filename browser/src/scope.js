// The live view's half in the browser: it draws the frames that the kernel sends, and follows the sliders.

import "uplot/dist/uPlot.min.css";
import "./scope.css";
import { decode, sameRun } from "./frame.js";
import { Follower } from "./follow.js";
import { element, lookOf, onTheme, shortly } from "./look.js";
import { Plot } from "./plot.js";
import { Profile } from "./profile.js";
import { answer, toolbar } from "./tools.js";

class Scope {
  constructor(model, el) {
    this.model = model;
    this.plots = new Map();
    this.zooms = {}; // group: the stretches zoomed into, one within the other
    this.marks = {}; // group: where the measuring mark stands
    this.hidden = new Set();
    this.panels = element("div", {
      class: "hhlab-panels",
      tabindex: 0,
      role: "application",
      "aria-roledescription": "picture",
      onkeydown: (event) => this.key(event),
    });
    this.said = element("div", { class: "hhlab-said", "aria-live": "polite" });
    this.derived = element("div", { class: "hhlab-derived" });
    this.status = element("div", { class: "hhlab-status", role: "status" });
    this.tools = element("div", { class: "hhlab-tools", role: "toolbar", "aria-label": "view" });
    this.root = element("div", { class: "hhlab-scope", "data-lm-suppress-shortcuts": "true" });
    this.root.append(this.tools, this.status, this.derived, this.panels, this.said);
    el.append(this.root);
    this.look = lookOf(this.root);
    this.placed = false;
    this.follower = new Follower(model, this);
    this.ghosts = model.get("kept").map(decode);
    this.listen();
    this.show(decode(model.get("frame")));
    this.furnish();
    this.write();
  }

  listen() {
    const { model } = this;
    const on = { "change:frame": () => this.follower.answered(decode(model.get("frame"))) };
    on["change:error"] = () => this.write();
    on["change:tools"] = () => this.furnish();
    on["change:kept"] = () => {
      this.ghosts = model.get("kept").map(decode);
      this.draw();
    };
    on["msg:custom"] = (content, buffers) => {
      if (!this.follower.received(content, buffers)) answer(this, content, buffers);
    };
    for (const [name, act] of Object.entries(on)) model.on(name, act);
    const theme = onTheme(() => this.retheme());
    const sizes = new ResizeObserver(() => this.resize());
    sizes.observe(this.root);
    this.forget = () => {
      for (const [name, act] of Object.entries(on)) model.off(name, act);
      theme();
      sizes.disconnect();
      this.follower.forget();
      for (const plot of this.plots.values()) plot.destroy();
    };
  }

  // Takes a frame, to be painted with the display's next picture.
  show(frame) {
    if (!frame) return;
    this.frame = frame;
    this.draw();
  }

  // Takes the frame with every sample of the run that is on the screen: the cursor reads it at once, and the
  // next picture is drawn through it. The one that stands is right to a quarter of a pixel, unless chance has
  // its part in the run.
  adopt(frame) {
    if (this.asked || !sameRun(this.frame, frame)) return this.show(frame);
    this.frame = frame;
    for (const panel of frame.panels) this.plots.get(panel.key).take(panel, frame);
    this.reread();
    this.write();
  }

  draw() {
    if (this.asked) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = 0;
      this.paint();
    });
  }

  paint() {
    const { frame } = this;
    if (!frame) return;
    // colours and letters are those of the page, which this was not yet part of when it was made
    if (!this.placed) this.look = lookOf(this.root);
    this.placed = this.root.isConnected;
    this.arrange(frame.panels);
    for (const panel of frame.panels) this.plots.get(panel.key).take(panel, frame);
    for (const plot of this.visible()) plot.redraw();
    this.reread();
    this.write();
    this.root.dispatchEvent(new CustomEvent("hhlab-painted", { bubbles: true, detail: frame.values }));
  }

  // Makes and removes panels only when the kinds of panels change.
  arrange(panels) {
    const keys = panels.map((panel) => panel.key);
    if (keys.join() === [...this.plots.keys()].join()) return;
    for (const plot of this.plots.values()) plot.destroy();
    this.plots = new Map(
      panels.map((panel) => [panel.key, new (panel.kind === "profile" ? Profile : Plot)(panel, this.panels, this)]),
    );
    this.furnish();
    this.size();
  }

  visible() {
    return [...this.plots.entries()].filter(([key]) => !this.hidden.has(key)).map(([, plot]) => plot);
  }

  size() {
    const visible = this.visible();
    for (const [key, plot] of this.plots) plot.root.hidden = this.hidden.has(key);
    visible.forEach((plot, i) => {
      plot.bottom = !plot.panel.group || !visible.slice(i + 1).some((other) => other.group === plot.group);
      plot.crowded = visible.length > 2;
      plot.tall = visible.length === 1 || (plot.panel.key === "voltage" && i === 0) || !plot.panel.group;
      plot.resize();
    });
  }

  resize() {
    for (const plot of this.visible()) plot.resize();
    this.draw();
  }

  toggle(key) {
    if (this.hidden.has(key)) this.hidden.delete(key);
    else if (this.visible().length > 1) this.hidden.add(key);
    this.size();
    this.furnish();
    this.draw();
  }

  furnish() {
    toolbar(this);
  }

  retheme() {
    this.look = lookOf(this.root);
    for (const plot of this.plots.values()) plot.recolour();
    this.draw();
  }

  write() {
    const error = this.model.get("error") || this.follower.complaint;
    const text = error || this.frame?.words || "";
    if (this.status.textContent !== text) this.status.textContent = text;
    this.reserve(this.status);
    this.status.classList.toggle("hhlab-error", Boolean(error));
    this.panels.setAttribute("aria-label", `${this.frame?.words ?? ""} Left and right arrows move the cursor, plus and minus zoom, Escape goes back.`);
    const pairs = this.frame?.derived ?? [];
    this.derived.replaceChildren(
      ...pairs.map(([name, value]) => element("span", {}, element("b", {}, name), ` ${value}`)),
    );
    this.reserve(this.derived);
  }

  // A line of words that has once needed two rows keeps them: what is below it must not jump.
  reserve(line) {
    const needed = line.scrollHeight;
    if (needed > (line.reserved ?? 0)) line.style.minHeight = `${(line.reserved = needed)}px`;
  }

  // The stretch of x that a panel shows.
  zoomed(plot) {
    return this.zooms[plot.group]?.at(-1) ?? plot.x;
  }

  zoom(group, ends) {
    const full = this.visible().find((plot) => plot.group === group)?.x ?? this.anyOf(group).profile.x;
    const low = Math.max(Math.min(...ends), full[0]);
    const high = Math.min(Math.max(...ends), full[1]);
    if (!(high > low)) return;
    (this.zooms[group] ??= []).push([low, high]);
    this.furnish();
    this.draw();
  }

  back(group) {
    const groups = group ? [group] : Object.keys(this.zooms);
    for (const one of groups) this.zooms[one]?.pop();
    this.furnish();
    this.draw();
  }

  fit() {
    for (const plot of this.visible()) plot.fit();
    this.zooms = {};
    this.furnish();
    for (const plot of this.visible()) plot.redraw();
  }

  anyOf(group) {
    return this.visible().find((plot) => plot.group === group);
  }

  pointed(plot, u) {
    if (u.cursor.left < 0 || this.pointing) return;
    // the other panels of the group follow, and report their cursors in turn
    this.pointing = true;
    this.group = plot.group;
    this.at = u.posToVal(u.cursor.left, "x");
    for (const other of this.visible()) {
      const own = other.u ?? other.profile.u;
      if (other.group !== plot.group || own === u) continue;
      own.setCursor({ left: own.valToPos(this.at, "x"), top: 1 }, false);
    }
    this.pointing = false;
    this.reread();
  }

  left(plot) {
    if (this.group !== plot.group) return;
    this.at = null;
    for (const other of this.visible()) (other.u ?? other.profile.u).setCursor({ left: -10, top: -10 }, false);
    this.reread();
  }

  // Sets the measuring mark at the cursor, or takes it away with a second click beside it.
  marked(plot) {
    if (this.at == null) return;
    const u = plot.u;
    const old = this.marks[plot.group];
    const near = old != null && Math.abs(u.valToPos(old, "x") - u.valToPos(this.at, "x")) < 6;
    this.marks[plot.group] = near ? null : this.at;
    this.draw();
  }

  reread() {
    const visible = this.visible();
    const said = visible.flatMap((plot) => plot.read(plot.group === this.group ? this.at : null));
    if (this.at == null || !visible.length) {
      this.said.textContent = "\u00a0";
      return;
    }
    const { x } = (this.anyOf(this.group) ?? visible[0]).panel;
    const mark = this.marks[this.group];
    const from = mark == null ? "" : ` (${shortly(this.at - mark)} ${x.unit} from the mark)`;
    this.said.textContent = `${x.title} ${shortly(this.at)} ${x.unit}${from}: ${said.join(", ")}`;
  }

  // Everything a pointer can do in the picture, by keys.
  key(event) {
    const plot = this.anyOf(this.group) ?? this.visible()[0];
    if (!plot || event.target !== this.panels) return;
    const [low, high] = this.zoomed(plot);
    const at = this.at ?? (low + high) / 2;
    const step = ((high - low) / 200) * (event.shiftKey ? 10 : 1);
    const act = {
      ArrowRight: () => this.point(plot, at + step),
      ArrowLeft: () => this.point(plot, at - step),
      Enter: () => this.marked(plot.u ? plot : plot.profile),
      "+": () => this.zoom(plot.group, [at - (high - low) / 4, at + (high - low) / 4]),
      "-": () => this.back(plot.group),
      Escape: () => (this.zooms[plot.group]?.length ? this.back(plot.group) : this.left(plot)),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  point(plot, x) {
    const u = plot.u ?? plot.profile.u;
    const [low, high] = this.zoomed(plot);
    const left = u.valToPos(Math.min(Math.max(x, low), high), "x");
    u.setCursor({ left, top: u.over.clientHeight / 2 }, true);
  }
}

export default {
  render({ model, el }) {
    const scope = new Scope(model, el);
    return () => scope.forget();
  },
};
