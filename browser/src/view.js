// The live view's half in the browser: it draws the frames that the kernel sends, and follows the sliders.
// May import everything here but scope.js and card.js.

/** @import { Answer, FamilyMessage, Frame, Kept, Limits, Listener, Model, Panel, ProfilePanel, ScopeTraits, ShapePanel } from "./types" */
import { Follower } from "./follow.js";
import { decode, sameRun } from "./frame.js";
import { nameKept } from "./kept.js";
import { actOf } from "./keys.js";
import { element, lookOf, onTheme } from "./look.js";
import { shortly } from "./numbers.js";
import { Plot } from "./plot.js";
import { Profile } from "./profile.js";
import { roomAround, scrollerOf, shareOf } from "./room.js";
import { Shape } from "./shape.js";
import { Sound } from "./sound.js";
import { Spoken } from "./spoken.js";
import { answer, toolbar } from "./tools.js";

const TWO_LINES = 46; // pixels, which most words need
const SAME_PX = 6; // a click so near to the measuring mark takes it away

export class View {
  /**
   * @param {Model<ScopeTraits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    /** @type {Map<string, Plot | Profile | Shape>} */
    this.plots = new Map();
    /** @type {Map<string, Limits[]>} */
    this.zooms = new Map(); // by group: the stretches zoomed into, one within the other
    /** @type {Map<string, number>} */
    this.marks = new Map(); // by group: where the measuring mark stands
    /** @type {Set<string>} */
    this.hidden = new Set();
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {number | null} */
    this.at = null; // where the cursor stands
    this.group = ""; // and in which panels
    this.pointing = false;
    this.asked = 0; // the next picture of the display, if one is wanted
    /** @type {Map<HTMLElement, number>} */
    this.reserved = new Map(); // heights of the lines of words
    this.panels = element("div", {
      class: "hhlab-panels",
      tabindex: 0,
      role: "application",
      "aria-roledescription": "picture",
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.key(event),
    });
    this.said = element("div", { class: "hhlab-said", "aria-live": "polite" });
    this.derived = element("div", { class: "hhlab-derived" });
    this.status = element("div", { class: "hhlab-status" });
    this.spoken = new Spoken(this.panels);
    this.tools = element("div", { class: "hhlab-tools", role: "toolbar", "aria-label": "view" });
    this.root = element("div", { class: "hhlab-scope", "data-lm-suppress-shortcuts": "true" });
    this.kept = element("div", { class: "hhlab-kept", role: "group", "aria-label": "kept traces" });
    this.root.append(
      this.tools,
      this.status,
      this.derived,
      this.kept,
      this.panels,
      this.said,
      this.spoken.root,
    );
    el.append(this.root);
    this.look = lookOf(this.root);
    this.placed = false;
    this.sized = ""; // for which width and which height the panels were made
    this.sizes = new ResizeObserver(() => this.resize());
    this.follower = new Follower(this);
    /** @type {Frame[]} */
    this.ghosts = [];
    /** @type {Kept[]} */
    this.keptAs = [];
    this.compare();
    this.sound = new Sound(
      () => this.frame,
      () => this.furnish(),
    );
    this.forget = this.listen();
    this.show(decode(model.get("frame")));
    this.furnish();
    this.write();
  }

  // Takes what was kept; its names are another line above the panels.
  compare() {
    const before = this.ghosts.length;
    this.ghosts = this.model.get("kept").flatMap((bytes) => decode(bytes) ?? []);
    this.keptAs = this.model.get("kept_as");
    if (Boolean(before) !== Boolean(this.ghosts.length)) this.sized = "";
  }

  // Listens to the kernel and to the page; what it gives ends that.
  listen() {
    const { model } = this;
    /** @type {Record<string, Listener>} */
    const on = {
      "change:frame": () => this.follower.answered(decode(model.get("frame"))),
      "change:error": () => this.write(),
      "change:tools": () => this.furnish(),
      "change:kept change:kept_as": () => {
        this.compare();
        this.draw();
      },
      "msg:custom": (/** @type {FamilyMessage | Answer} */ content, /** @type {DataView[]} */ buffers) => {
        if ("family" in content) this.follower.received(content, buffers);
        else answer(this, content, buffers);
      },
    };
    for (const [name, act] of Object.entries(on)) model.on(name, act);
    const theme = onTheme(() => this.retheme());
    this.sizes.observe(this.root);
    return () => {
      for (const [name, act] of Object.entries(on)) model.off(name, act);
      theme();
      this.sizes.disconnect();
      this.follower.forget();
      this.sound.stop();
      this.spoken.forget();
      for (const plot of this.plots.values()) plot.destroy();
    };
  }

  /**
   * Takes a frame, to be painted with the display's next picture.
   * @param {Frame | null} frame
   */
  show(frame) {
    if (!frame) return;
    this.frame = frame;
    this.draw();
  }

  /**
   * Takes the frame with every sample of the run that is on the screen: the cursor reads it at once, and the
   * next picture is drawn through it. The one that stands is right to a quarter of a pixel, unless chance has
   * its part in the run.
   * @param {Frame} frame
   */
  adopt(frame) {
    if (this.asked || !this.frame || !sameRun(this.frame, frame)) return this.show(frame);
    this.frame = frame;
    this.take(frame);
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
    this.take(frame);
    this.write();
    nameKept(this);
    if (!this.sized) this.size();
    for (const plot of this.visible()) plot.redraw();
    this.reread();
    this.root.dispatchEvent(new CustomEvent("hhlab-painted", { bubbles: true, detail: frame.values }));
  }

  /** @param {Frame} frame */
  take(frame) {
    for (const panel of frame.panels) {
      const plot = this.plots.get(panel.key);
      if (plot instanceof Profile) plot.take(/** @type {ProfilePanel} */ (panel), frame);
      else if (plot instanceof Shape) plot.take(/** @type {ShapePanel} */ (panel), frame);
      else plot?.take(panel, frame);
    }
  }

  /**
   * Makes and removes panels only when the kinds of panels change.
   * @param {Panel[]} panels
   */
  arrange(panels) {
    const keys = panels.map((panel) => panel.key);
    if (keys.join() === [...this.plots.keys()].join()) return;
    for (const plot of this.plots.values()) plot.destroy();
    this.plots = new Map(panels.map((panel) => [panel.key, this.made(panel)]));
    this.furnish();
    this.sized = "";
  }

  /** @param {Panel} panel */
  made(panel) {
    if (panel.kind === "shape") return new Shape(/** @type {ShapePanel} */ (panel), this.panels, this);
    if (panel.kind !== "profile") return new Plot(panel, this.panels, this);
    return new Profile(/** @type {ProfilePanel} */ (panel), this.panels, this);
  }

  visible() {
    return [...this.plots.entries()].filter(([key]) => !this.hidden.has(key)).map(([, plot]) => plot);
  }

  // Shares the height that is there among the panels; what a slider moves changes nothing of it.
  size() {
    this.sized = this.situation(); // before anything changes: what changes it then is heard of
    this.sizes.observe(scrollerOf(this.root));
    const visible = this.visible();
    for (const [key, plot] of this.plots) plot.root.hidden = this.hidden.has(key);
    const bottoms = visible.map((plot, i) => {
      return !plot.panel.group || !visible.slice(i + 1).some((other) => other.group === plot.group);
    });
    const feet = visible.reduce((sum, plot, i) => sum + plot.foot(bottoms[i]), 0);
    const shares = visible.map((plot) => plot.share(visible.length === 1));
    const all = shares.reduce((sum, one) => sum + one, 0);
    const height = shareOf(roomAround(this.root) - this.beside() - feet, all);
    for (const [i, plot] of visible.entries()) {
      plot.stand({ bottom: bottoms[i], height: shares[i] * height });
    }
  }

  // How much of the height is taken by what stands above and below the pictures.
  beside() {
    const pictures = this.visible().reduce((sum, plot) => sum + plot.drawn(), 0);
    const words = Math.max(0, TWO_LINES - this.status.offsetHeight);
    const controls = this.root.closest(".hhlab-explorer")?.querySelector(".hhlab-controls");
    const above =
      controls instanceof HTMLElement && controls.offsetTop + controls.offsetHeight <= this.root.offsetTop;
    const stacked = above ? controls.offsetHeight - this.tools.offsetHeight : 0; // there the tools come last
    return this.root.offsetHeight - pictures + words + stacked;
  }

  situation() {
    return `${this.root.clientWidth} ${roomAround(this.root)}`;
  }

  resize() {
    if (this.sized === this.situation()) return;
    for (const line of this.reserved.keys()) line.style.minHeight = "";
    this.reserved.clear();
    this.size();
    this.draw();
  }

  /** @param {string} key */
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
    this.spoken.take(this.frame, error);
    const pairs = this.frame?.derived ?? [];
    this.derived.replaceChildren(
      ...pairs.map(([name, value]) => element("span", {}, element("b", {}, name), ` ${value}`)),
    );
    this.reserve(this.derived);
  }

  /**
   * A line of words that has once needed two rows keeps them: what is below it must not jump.
   * @param {HTMLElement} line
   */
  reserve(line) {
    const needed = line.scrollHeight;
    if (needed <= (this.reserved.get(line) ?? 0)) return;
    this.reserved.set(line, needed);
    line.style.minHeight = `${needed}px`;
  }

  /**
   * The stretch of x that a panel shows.
   * @param {Plot | Profile | Shape} plot
   */
  zoomed(plot) {
    return this.zooms.get(plot.group)?.at(-1) ?? plot.x;
  }

  /**
   * @param {Plot | Profile | Shape} plot
   * @param {number[]} ends
   */
  zoom(plot, ends) {
    if (!plot.x) return;
    const low = Math.max(Math.min(...ends), plot.x[0]);
    const high = Math.min(Math.max(...ends), plot.x[1]);
    if (!(high > low)) return;
    this.zooms.set(plot.group, [...(this.zooms.get(plot.group) ?? []), [low, high]]);
    this.furnish();
    this.draw();
  }

  /** @param {string} [group]  every group, if none is named */
  back(group) {
    const groups = group ? [group] : [...this.zooms.keys()];
    for (const one of groups) this.zooms.get(one)?.pop();
    this.furnish();
    this.draw();
  }

  fit() {
    for (const plot of this.visible()) plot.fit();
    this.zooms.clear();
    this.furnish();
    for (const plot of this.visible()) plot.redraw();
  }

  /** @param {string} group */
  anyOf(group) {
    return this.visible().find((plot) => plot.group === group);
  }

  /** @param {Plot | Profile | Shape} plot */
  pointed(plot) {
    const { u } = plot;
    const { left = -1 } = u?.cursor ?? {};
    if (!u || left < 0 || this.pointing) return;
    // the other panels of the group follow, and report their cursors in turn
    this.pointing = true;
    this.group = plot.group;
    this.at = u.posToVal(left, "x");
    for (const other of this.visible()) {
      if (other.group !== plot.group || other.u === u) continue;
      other.u?.setCursor({ left: other.u.valToPos(this.at, "x"), top: 1 }, false);
    }
    this.pointing = false;
    this.reread();
  }

  /** @param {Plot | Profile | Shape} plot */
  left(plot) {
    if (this.group !== plot.group) return;
    this.at = null;
    for (const { u } of this.visible()) u?.setCursor({ left: -10, top: -10 }, false);
    this.reread();
  }

  /**
   * Sets the measuring mark at the cursor, or takes it away with a second click beside it.
   * @param {Plot | Profile | Shape} plot
   */
  marked(plot) {
    const { u, group } = plot;
    if (this.at === null || !u) return;
    const old = this.marks.get(group);
    const near = old !== undefined && Math.abs(u.valToPos(old, "x") - u.valToPos(this.at, "x")) < SAME_PX;
    if (near) this.marks.delete(group);
    else this.marks.set(group, this.at);
    this.draw();
  }

  reread() {
    const visible = this.visible();
    const said = visible.flatMap((plot) => plot.read(plot.group === this.group ? this.at : null));
    if (this.at === null || !visible.length) {
      this.said.textContent = "\u00a0";
      return;
    }
    const { x } = (this.anyOf(this.group) ?? visible[0]).panel;
    const mark = this.marks.get(this.group);
    const from = mark === undefined ? "" : ` (${shortly(this.at - mark)} ${x.unit} from the mark)`;
    this.said.textContent = `${x.title} ${shortly(this.at)} ${x.unit}${from}: ${said.join(", ")}`;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const plot = this.anyOf(this.group) ?? this.visible().find((one) => one.x);
    const shown = plot && this.zoomed(plot);
    if (!shown || event.target !== this.panels) return;
    const act = actOf(event, shown, this.at, Boolean(this.zooms.get(plot.group)?.length));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if ("point" in act) this.point(plot, shown, act.point);
    else if ("zoom" in act) this.zoom(plot, act.zoom);
    else if (act.do === "mark") this.marked(plot);
    else if (act.do === "back") this.back(plot.group);
    else this.left(plot);
  }

  /**
   * @param {Plot | Profile | Shape} plot
   * @param {Limits} shown
   * @param {number} x
   */
  point({ u }, [low, high], x) {
    if (!u) return;
    const left = u.valToPos(Math.min(Math.max(x, low), high), "x");
    u.setCursor({ left, top: u.over.clientHeight / 2 }, true);
  }
}
