// What was kept for comparison: how each run is drawn, and the line that names them.
// May import look.js and numbers.js; the view to which the line belongs is handed in.

/** @import { Frame, Kept, Look, Watched } from "./types" */
/** @import { View } from "./view.js" */
import { element } from "./look.js";
import { shortly } from "./numbers.js";

// by these a run is known in every panel, also where colours tell its traces apart
const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [2, 5]];
const MOST_SAID = 3; // values that differ, in one name

/**
 * Gives what a run differs by from the others, as in "amp 0.2 nA".
 * @param {Frame["values"]} values  of the run
 * @param {Frame["values"][]} all  of every run, itself among them
 * @param {Pick<Watched, "name" | "title">[]} watched
 */
export function difference(values, all, watched) {
  const names = Object.keys(values).filter((name) => new Set(all.map((one) => one[name])).size > 1);
  const said = names.slice(0, MOST_SAID).map((name) => {
    const title = watched.find((one) => one.name === name)?.title ?? name;
    const [, spoken = title, unit = ""] = /^(.*) \[(.*)\]$/.exec(title) ?? [];
    const value = values[name];
    return `${spoken} ${typeof value === "number" ? shortly(value) : value} ${unit}`.trim();
  });
  return said.join(", ") + (names.length > MOST_SAID ? " …" : "");
}

/**
 * Gives how the lines of a kept run look in a panel: in its own colour, or where a panel has several lines in theirs.
 * @param {Kept} kept
 * @param {number} number
 * @param {boolean} alone  whether the panel has one line
 * @param {Look} look
 * @returns {Look}
 */
export function lookOfKept({ colour }, number, alone, look) {
  const own = alone ? { colour: () => look.colour(colour), alpha: 0.9 } : { alpha: 0.55 };
  return { ...look, ...own, width: 1.2, dash: DASHES[number % DASHES.length] };
}

/**
 * Writes the line that names what is kept.
 * @param {View} scope
 */
export function nameKept(scope) {
  const { model, ghosts, frame, look } = scope;
  const all = [...ghosts.map((one) => one.values), ...(frame ? [frame.values] : [])];
  const names = ghosts.map(
    (one, i) => scope.keptAs[i]?.name || difference(one.values, all, model.get("watched")) || "as now",
  );
  const text = JSON.stringify([names, look.dark, scope.keptAs]);
  if (scope.kept.dataset.text === text || scope.kept.querySelector("input")) return;
  scope.kept.dataset.text = text;
  const focused = [...scope.kept.children].findIndex((one) => one.contains(document.activeElement));
  scope.kept.replaceChildren(...names.map((name, i) => chip(scope, name, i)));
  scope.kept.children[focused]?.querySelector("button")?.focus();
}

/**
 * @param {View} scope
 * @param {string} name
 * @param {number} number
 */
function chip(scope, name, number) {
  const line = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  line.setAttribute("aria-hidden", "true");
  const colour = scope.look.colour(scope.keptAs[number]?.colour ?? "#000000");
  const dash = DASHES[number % DASHES.length].join(" ");
  line.innerHTML = `<path d="M0 6H30" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`;
  /** @type {HTMLButtonElement} */
  const button = element(
    "button",
    {
      type: "button",
      class: "hhlab-kept-name",
      title: "Give this trace a name of your own",
      onclick: () => {
        rename(scope, button, name, number);
      },
    },
    name,
  );
  return element("span", {}, line, button);
}

/**
 * @param {View} scope
 * @param {HTMLElement} button
 * @param {string} name
 * @param {number} number
 */
function rename(scope, button, name, number) {
  const box = element("input", { type: "text", maxlength: 60, "aria-label": "name of this trace" });
  box.value = name;
  let open = true;
  const done = (/** @type {boolean} */ taken, /** @type {boolean} */ byKey) => {
    if (!open) return;
    open = false; // taking the box away takes its focus, too
    box.replaceWith(button);
    if (byKey) button.focus();
    if (taken && box.value !== name) scope.model.send({ do: "rename", number, name: box.value });
  };
  box.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // the name that takes the focus is no second time pressed
    done(event.key === "Enter", true);
  });
  box.addEventListener("blur", () => done(true, false));
  button.replaceWith(box);
  box.focus();
  box.select();
}
