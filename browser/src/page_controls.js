// The controls of an explorer in plain HTML, in the same elements and classes as those that Jupyter makes.
// May import nouislider, look.js, numbers.js and page_model.js.

/** @import { PageControl, PageState } from "./page_types" */
/** @import { API } from "nouislider" */
import noUiSlider from "nouislider";
import { element } from "./look.js";
import { shortly } from "./numbers.js";
import { PageModel } from "./page_model.js";

const BACK_MS = 700; // for which a control that goes back is seen to do so

/** @typedef {PageState["values"][string]} Value */

/**
 * Gives the control that a file describes.
 * @param {PageControl} data
 * @param {(control: Control) => void} moved  called when a hand has moved it
 */
export function controlOf(data, moved) {
  const kinds = { slider: Slider, choice: Choice, check: Check, many: Many };
  return new kinds[data.kind](data, moved);
}

/** What all controls have in common: a place, and the model by which the live view follows it. */
class Control {
  /**
   * @param {PageControl} data
   * @param {(control: Control) => void} moved
   */
  constructor(data, moved) {
    this.data = data;
    this.name = data.name;
    this.told = () => moved(this);
    this.place = data.place;
    this.model = new PageModel({ value: data.place });
    this.root = element("div", { class: `hhlab-of-${data.name}` });
  }

  /** What the function is given. @returns {Value} */
  get value() {
    return this.place;
  }

  get isFirst() {
    return this.place === this.data.place;
  }

  /** What a link and a preset say of it. */
  get said() {
    return this.place;
  }

  /** The greatest place. */
  get last() {
    return 0;
  }

  first() {
    this.put(this.data.place);
  }

  /** The same, to be seen. */
  goBack() {
    this.first();
    this.root.classList.add("hhlab-back");
    setTimeout(() => this.root.classList.remove("hhlab-back"), BACK_MS);
  }

  /**
   * Sets it as a link, a preset or a point says.
   * @param {number} said
   * @param {boolean} [_exactly]
   */
  put(said, _exactly) {
    this.place = said;
    this.show();
  }

  show() {}

  /** Tells the live view where it stands. */
  announce() {
    this.root.classList.toggle("hhlab-changed", !this.isFirst);
    this.model.set({ value: this.place });
  }

  /** What the live view needs to follow it. */
  watched() {
    return [this.watch(this.name, {})];
  }

  /** By the ids of its models. @returns {[string, PageModel][]} */
  models() {
    return [[this.name, this.model]];
  }

  /**
   * @param {string} id
   * @param {object} looks
   */
  watch(id, looks) {
    const usual = { trait: "value", slider: false, log: false, within: 0, share: 0 };
    return { name: this.name, title: this.data.title, id, ...usual, ...looks };
  }

  label() {
    return element("label", { class: "widget-label", title: this.data.tooltip }, this.data.title);
  }
}

class Slider extends Control {
  /**
   * @param {PageControl} data
   * @param {(control: Control) => void} moved
   */
  constructor(data, moved) {
    super(data, moved);
    this.stops = data.stops ?? [];
    this.exact = data.value ?? this.stops[data.place];
    this.snaps = true; // whether its box takes the numbers of its stops only
    this.boxed = new PageModel({ value: this.exact });
    const track = element("div");
    const name = { "aria-label": this.data.title };
    this.box = element("input", { type: "number", step: "any", inputmode: "decimal", ...name });
    const [slider, text] = [
      element("div", { class: "widget-slider" }),
      element("div", { class: "widget-text" }),
    ];
    slider.append(this.label(), element("div", { class: "slider-container" }, track));
    text.append(this.box);
    this.root.classList.add("hhlab-control");
    this.root.append(slider, text);
    /** @type {API} */
    this.slider = noUiSlider.create(track, {
      start: this.place,
      range: { min: 0, max: Math.max(1, this.last) },
      step: 1,
      connect: "lower",
      behaviour: "none", // a finger that scrolls the page may begin on a track
      animate: false,
      format: { to: Math.round, from: Number },
      handleAttributes: [name],
      ariaFormat: { to: (place) => shortly(this.stops[Math.round(place)]), from: Number },
    });
    this.slider.on("slide", (places) => this.moved(Number(places[0])));
    track.addEventListener("click", (event) => this.tapped(event));
    this.box.addEventListener("change", () => this.typed());
    this.show();
  }

  /** @override */
  get value() {
    return this.exact;
  }

  /** @override */
  get isFirst() {
    return this.exact === (this.data.value ?? this.stops[this.data.place]);
  }

  /** @override */
  get said() {
    return this.exact;
  }

  /** @override */
  get last() {
    return this.stops.length - 1;
  }

  /** @override */
  first() {
    this.put(this.data.value ?? this.stops[this.data.place], true);
  }

  /**
   * @param {number} value
   * @param {boolean} [exactly]  also where it is none of the stops
   * @override
   */
  put(value, exactly = !this.snaps) {
    this.place = this.nearest(value);
    this.exact = exactly ? value : this.stops[this.place];
    this.show();
  }

  /** @param {number} value */
  nearest(value) {
    let best = 0;
    for (let i = 1; i < this.stops.length; i++)
      if (Math.abs(this.stops[i] - value) < Math.abs(this.stops[best] - value)) best = i;
    return best;
  }

  /** @override */
  show() {
    if (this.slider && Number(this.slider.get()) !== this.place) this.slider.set(this.place, false);
    this.box.value = String(this.exact);
  }

  /** @override */
  announce() {
    super.announce();
    this.boxed.set({ value: this.exact });
  }

  /** @param {number} place */
  moved(place) {
    if (place === this.place) return;
    this.place = place;
    this.exact = this.stops[place];
    this.box.value = String(this.exact);
    this.told();
  }

  /** @param {MouseEvent} event */
  tapped({ target, clientX }) {
    // the handle has moved already with the finger that lets it go
    if (target instanceof Element && target.closest(".noUi-handle")) return;
    const { left, width } = this.slider.target.getBoundingClientRect();
    const place = Math.round(((clientX - left) / width) * this.last);
    this.slider.set(place, false);
    this.moved(Math.min(Math.max(place, 0), this.last));
  }

  typed() {
    const { low = -Infinity, high = Infinity, whole = false } = this.data;
    const value = Number(this.box.value);
    if (this.box.value.trim() !== "" && Number.isFinite(value)) {
      const within = Math.min(Math.max(value, low), high);
      this.put(whole ? Math.round(within) : within);
    } else this.show();
    this.told();
  }

  /** @override */
  watched() {
    const looks = { slider: true, within: 0.5, share: 1 / Math.max(1, this.last) };
    return [this.watch(this.name, looks), this.watch(`${this.name} box`, {})];
  }

  /**
   * @returns {[string, PageModel][]}
   * @override
   */
  models() {
    return [...super.models(), [`${this.name} box`, this.boxed]];
  }
}

class Choice extends Control {
  /**
   * @param {PageControl} data
   * @param {(control: Control) => void} moved
   */
  constructor(data, moved) {
    super(data, moved);
    const options = (data.options ?? []).map((one, i) => element("option", { value: i }, one));
    this.list = element("select", { "aria-label": data.title }, ...options);
    this.list.addEventListener("change", () => {
      this.place = this.list.selectedIndex;
      this.told();
    });
    this.root.classList.add("widget-dropdown");
    this.root.append(this.label(), this.list);
    this.show();
  }

  /** @override */
  get value() {
    return this.data.means?.[this.place] ?? this.data.options?.[this.place] ?? null;
  }

  /** @override */
  get last() {
    return (this.data.options ?? []).length - 1;
  }

  /** @override */
  show() {
    this.list.selectedIndex = this.place;
  }
}

class Check extends Control {
  /**
   * @param {PageControl} data
   * @param {(control: Control) => void} moved
   */
  constructor(data, moved) {
    super(data, moved);
    this.box = element("input", { type: "checkbox" });
    this.box.addEventListener("change", () => {
      this.place = Number(this.box.checked);
      this.told();
    });
    this.root.classList.add("widget-checkbox");
    this.root.append(
      element("label", { class: "widget-label", title: data.tooltip }, this.box, ` ${data.title}`),
    );
    this.show();
  }

  /** @override */
  get value() {
    return Boolean(this.place);
  }

  /** @override */
  get last() {
    return 1;
  }

  /** @override */
  show() {
    this.box.checked = Boolean(this.place);
  }
}

class Many extends Control {
  /**
   * @param {PageControl} data
   * @param {(control: Control) => void} moved
   */
  constructor(data, moved) {
    super(data, moved);
    this.boxes = (data.options ?? []).map(() => element("input", { type: "checkbox" }));
    const labels = this.boxes.map((box, i) => element("label", {}, box, ` ${data.options?.[i]}`));
    for (const box of this.boxes) {
      box.addEventListener("change", () => {
        this.place = this.boxes.reduce((sum, one, i) => sum + Number(one.checked) * 2 ** i, 0);
        this.told();
      });
    }
    const legend = element("legend", { class: "widget-label", title: data.tooltip }, data.title);
    this.root.append(element("fieldset", { class: "hhlab-many" }, legend, ...labels));
    this.show();
  }

  /** @override */
  get value() {
    const { means, options = [] } = this.data;
    return options.map((label, i) => means?.[i] ?? label).filter((_, i) => (this.place >> i) & 1);
  }

  /** @override */
  get last() {
    return 2 ** this.boxes.length - 1;
  }

  /** @override */
  show() {
    for (const [i, box] of this.boxes.entries()) box.checked = Boolean((this.place >> i) & 1);
  }
}
