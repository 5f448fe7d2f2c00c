// What a card of an exercise needs beyond its widgets: a line that answers back, names for whoever hears the
// page, and that an answer arrives before it is checked. It is what Python's hhlab.exercises.look.Status shows.
// Imports nothing but its style.

import "./card.css";
/** @import { CardTraits, Model } from "./types" */
/** @typedef {Model<Record<string, unknown>> & { attributes: object }} Box  the model of what is typed or chosen */

const GROUPS = { ".hhlab-prediction": "Prediction", ".hhlab-answer": "Answer" };

/**
 * @param {Element} element
 * @param {string} role
 * @param {string} name
 */
function group(element, role, name) {
  element.setAttribute("role", role);
  element.setAttribute("aria-label", name);
}

/** @param {Element} card */
function nameParts(card) {
  const title = card.querySelector(".hhlab-words b")?.textContent;
  if (title) group(card, "group", title);
  for (const [where, name] of Object.entries(GROUPS))
    for (const box of card.querySelectorAll(`${where} .widget-radio-box`)) group(box, "radiogroup", name);
}

/**
 * The parts of a card come one by one and in any order; on a page that is opened again this line is often the
 * first. It may be taken out and put in again, too. That it has a size tells that it stands on the page.
 * @param {Element} line
 * @param {() => Element | null} cardOf
 */
function keepNamed(line, cardOf) {
  const rename = () => {
    const card = cardOf();
    // what happens to a card that is being taken away is seen too
    if (card) nameParts(card);
    return card;
  };
  const parts = new MutationObserver(rename);
  const follow = () => {
    parts.disconnect();
    const card = rename();
    if (card) parts.observe(card, { childList: true, subtree: true });
  };
  const place = new ResizeObserver(follow);
  place.observe(line);
  // far from what is in sight a page gives nothing a size
  requestAnimationFrame(follow);
  return () => {
    place.disconnect();
    parts.disconnect();
  };
}

/**
 * A box holds its last keys back while the kernel works on earlier ones; a click on Check would overtake them.
 * Who listens at the document need not know when the card came, and asks at each click where it is.
 * @param {Model<CardTraits>} model
 * @param {() => Element | null} cardOf
 */
function sendBoxesAhead(model, cardOf) {
  const held = (/** @type {Box} */ box) => box.get("index" in box.attributes ? "index" : "value");
  /** @type {Box[]} */
  let boxes = [];
  Promise.all(model.get("boxes").map((id) => model.widget_manager.get_model(id))).then(
    (found) => {
      boxes = /** @type {Box[]} */ (found);
    },
    () => {}, // a card whose kernel is gone says so by itself
  );
  const send = (/** @type {Event} */ event) => {
    const { target } = event;
    if (!boxes.length || !(target instanceof Element) || !cardOf()?.contains(target)) return;
    const pressed = event instanceof KeyboardEvent ? event.key === "Enter" : target.closest("button");
    if (pressed) model.send({ held: boxes.map(held) });
  };
  for (const type of ["click", "keydown"]) document.addEventListener(type, send, true);
  return () => {
    for (const type of ["click", "keydown"]) document.removeEventListener(type, send, true);
  };
}

/** @param {{ model: Model<CardTraits>, el: HTMLElement }} widget */
function render({ model, el }) {
  // the line stays and its words change: only then does a screen reader read them out
  const line = document.createElement("div");
  line.setAttribute("role", "status");
  el.append(line);

  function say() {
    line.className = `hhlab-status hhlab-${model.get("kind")}`;
    if (line.textContent !== model.get("text")) line.textContent = model.get("text");
  }

  model.on("change:text", say);
  model.on("change:kind", say);
  say();
  const cardOf = () => el.closest(".hhlab-card");
  const ends = [keepNamed(line, cardOf), sendBoxesAhead(model, cardOf)];
  return () => {
    for (const end of ends) end();
  };
}

export default { render };
