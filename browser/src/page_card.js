// Exercises and predictions on a page without a kernel: they ask, let predict, show, and check by runs of NEURON in
// the page what needs no secret. What is typed stays in this browser. Imports how an answer is judged.

import "./card.css";
import "./page_card.css";
import { filledIn, resultOf } from "./described.js";
import { Judge } from "./judged.js";
import { element } from "./look.js";
import { keptHere, Memory } from "./page_memory.js";
import { radios, say, statusLine } from "./page_parts.js";
/** @import { Check, Runs } from "./judged.js" */

/**
 * @typedef {{
 *   kind: "exercise", id: string, title: string, marks: string, question: string,
 *   predict?: { question: string, choices: string[] },
 *   picture?: { src?: string, alt?: string, width?: number, height?: number, html?: string },
 *   answer: { kind: string, label: string, options?: [name: string, text: string][], source?: string },
 *   start: string[], own: boolean, check?: Check,
 * }} Exercise
 */
/** @typedef {{ kind: "prediction", id: string, question: string, choices: string[] }} Asked */
/** @typedef {{ kind: "sheet", cards: Exercise[] }} Sheet */
/** @typedef {{ run: (hoc: string, vectors: string[], owner: unknown) => Promise<Float64Array[] | null> }} Solver */
/** @typedef {{ beside: (file: string) => string, runs: () => Runs | null }} Place  what a page has for its cards */

const NEAR = "600px 0px";
const ONE_LINE = ["number", "measured", "both"];
let count = 0;

/**
 * Finds the cards of a page, and makes each alive when it comes near.
 * @param {(file: string) => Promise<ArrayBuffer>} read
 * @param {() => Solver | null} neuron  NEURON in this page, where it is there
 */
export function mountCards(read, neuron) {
  const runs = () => {
    const solver = neuron();
    return solver && runsOf(solver);
  };
  const near = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting || !(target instanceof HTMLElement)) continue;
        near.unobserve(target);
        mount(target, read, runs);
      }
    },
    { rootMargin: NEAR },
  );
  for (const host of document.querySelectorAll("[data-src].hhlab-page-card")) near.observe(host);
}

/**
 * Shows a card, a sheet of them, or a prediction; where that fails, the question stays as it is.
 * @param {HTMLElement} host
 * @param {(file: string) => Promise<ArrayBuffer>} read
 * @param {() => Runs | null} runs
 */
async function mount(host, read, runs) {
  const src = host.dataset.src ?? "";
  try {
    /** @type {Exercise | Asked | Sheet} */
    const data = JSON.parse(new TextDecoder().decode(await read(src)));
    const beside = (/** @type {string} */ file) => src.replace(/[^/]*$/, file);
    const place = { beside, runs };
    if (data.kind === "prediction") host.replaceChildren(prediction(data));
    else
      host.replaceChildren(
        ...("cards" in data ? data.cards : [data]).map((one) => new Card(one, place).element),
      );
    host.classList.add("hhlab-alive");
  } catch (error) {
    console.warn(`The card ${src} stays a question:`, error);
  }
}

/**
 * Gives what solves the runs of one card.
 * @param {Solver} neuron
 * @returns {Runs}
 */
function runsOf(neuron) {
  const owner = {};
  return async (run, values) => {
    const recorded = await neuron.run(filledIn(run.hoc, values), run.vectors, owner);
    const [recording] = resultOf(run, values, recorded ?? []).parts;
    if (recording?.kind !== "recording") throw new Error("NEURON gave no answer.");
    return recording;
  };
}

/** @param {Asked} data */
function prediction({ id, question, choices }) {
  const memory = new Memory(id, question);
  const status = statusLine();
  const asked = new Prediction(question, choices, memory.kept.prediction, (said) => {
    const kept = memory.keep({ prediction: said });
    say(status, said ? keptHere(kept) : "");
  });
  if (memory.kept.prediction) say(status, keptHere(true));
  return element("div", { class: "hhlab-card" }, asked.element, status);
}

/** What is expected before anything is shown. */
class Prediction {
  /**
   * @param {string} question
   * @param {string[]} choices
   * @param {string | undefined} kept
   * @param {(said: string) => void} act
   */
  constructor(question, choices, kept, act) {
    const legend = [element("b", {}, "Predict: "), question];
    if (choices.length) {
      const named = choices.map((choice) => /** @type {[string, string]} */ ([choice, choice]));
      this.element = radios(legend, named, kept, act);
    } else {
      const box = element("input", { type: "text", autocomplete: "off" });
      box.value = kept ?? "";
      box.addEventListener("change", () => act(box.value.trim()));
      this.element = element("label", {}, ...legend, box);
    }
    this.element.classList.add("hhlab-prediction", "hhlab-words");
  }
}

class Card {
  /**
   * @param {Exercise} data
   * @param {Place} place
   */
  constructor(data, place) {
    this.data = data;
    this.place = place;
    this.memory = new Memory(data.id, data.question);
    /** @type {Judge | null} */
    this.judge = null;
    this.runs = data.check ? place.runs() : null;
    /** @type {string[]} */
    this.ladder = [];
    this.status = statusLine();
    this.view = element("div", { class: "hhlab-view" });
    this.attempts = element("span", { class: "hhlab-attempts" });
    this.element = this.build();
    this.count();
  }

  build() {
    const { id, title, marks, question, predict } = this.data;
    const name = `hhlab-card-${++count}`;
    const head = element("p", { class: "hhlab-words" });
    head.append(element("b", { id: name }, `${id} · ${title}`), ` (${marks})`, element("br"));
    head.insertAdjacentHTML("beforeend", question); // the course's own text
    const card = element("div", { class: "hhlab-card", role: "group", "aria-labelledby": name }, head);
    if (predict) {
      const asked = new Prediction(predict.question, predict.choices, this.memory.kept.prediction, (said) =>
        this.predicted(said),
      );
      card.append(asked.element);
    }
    if (!predict || this.memory.kept.prediction) this.show();
    card.append(this.view, this.answerBox(name), this.buttons(), this.status);
    if (!this.runs) card.append(this.inTheLab());
    return card;
  }

  /** @param {string} said */
  predicted(said) {
    const kept = this.memory.keep({ prediction: said });
    if (!said) return;
    this.show();
    say(this.status, keptHere(kept));
  }

  show() {
    const { picture } = this.data;
    if (!picture || this.view.childElementCount) return;
    if (picture.html)
      this.view.innerHTML = picture.html; // the course's own table
    else {
      const { src = "", alt = "", width = 0, height = 0 } = picture;
      const image = element("img", {
        class: "hhlab-picture",
        alt,
        width: String(width),
        height: String(height),
      });
      image.src = this.place.beside(src);
      this.view.append(image);
    }
  }

  /** @param {string} name */
  answerBox(name) {
    const { kind, label, options, source } = this.data.answer;
    const kept = this.memory.kept.answer;
    const parts = [];
    this.chosen = kind === "both" ? (kept?.split(" ", 1)[0] ?? "") : (kept ?? "");
    if (options)
      parts.push(
        radios([element("b", {}, "Answer")], options, this.chosen, (/** @type {string} */ option) => {
          this.chosen = option;
          this.answered();
        }),
      );
    if (!options || kind === "both") {
      const long = !ONE_LINE.includes(kind);
      const box = long ? element("textarea", { rows: "5" }) : element("input", { type: "text" });
      this.box = box;
      for (const [key, value] of Object.entries({
        autocomplete: "off",
        autocapitalize: "off",
        spellcheck: "false",
      }))
        box.setAttribute(key, value);
      box.value = kind === "both" ? (kept?.split(" ").slice(1).join(" ") ?? "") : (kept ?? source ?? "");
      if (source) box.classList.add("hhlab-program-text");
      box.id = `${name}-answer`;
      box.addEventListener("change", () => this.answered());
      if (!long)
        box.addEventListener("keydown", (event) => {
          if (event instanceof KeyboardEvent && event.key === "Enter" && this.runs) this.check();
        });
      parts.push(element("label", { class: "hhlab-typed", for: box.id }, label, " "), box);
    }
    return element("div", { class: "hhlab-answer" }, ...parts);
  }

  get answer() {
    if (!this.box) return this.chosen ?? "";
    if (!this.data.answer.options) return this.box.value;
    return this.chosen ? `${this.chosen} ${this.box.value}`.trim() : "";
  }

  answered() {
    const { answer } = this;
    if (answer === (this.memory.kept.answer ?? "")) return;
    const kept = this.memory.keep({ answer });
    if (!this.runs) say(this.status, keptHere(kept));
  }

  buttons() {
    const row = element("div", { class: "hhlab-buttons" });
    if (this.runs)
      row.append(this.button("Check", "Check the answer by runs of NEURON in this page", () => this.check()));
    if (this.runs || this.data.start.length)
      row.append(this.button("Hint", "Say a little more", () => this.hint()));
    row.append(this.attempts);
    return row;
  }

  /** @param {string} text @param {string} title @param {() => void} act */
  button(text, title, act) {
    const button = element("button", { type: "button", class: "hhlab-button", title }, text);
    button.addEventListener("click", act);
    return button;
  }

  async check() {
    if (!this.data.check || !this.runs || this.checking) return;
    this.judge ??= new Judge(this.data.check, this.runs);
    const { answer } = this;
    this.checking = true;
    // the same words once more would not be read out
    say(this.status, "Checking: NEURON runs it in this page …");
    try {
      const code = await this.judge.code(answer);
      if (!["empty", "type", "other-unit"].includes(code)) this.tried(answer);
      const said = this.judge.ladder(code, this.memory.kept.tried?.length ?? 0);
      this.ladder = [...said.hints.slice(1), ...(code === "right" ? [] : this.data.start)];
      const word = { right: "Right.", empty: "" }[code] ?? "Not yet.";
      say(this.status, `${word} ${said.hints[0] ?? ""}`.trim(), kindOf(code));
    } catch (error) {
      say(
        this.status,
        `It could not be checked here: ${error instanceof Error ? error.message : error}`,
        "error",
      );
      if (!this.element.querySelector(".hhlab-in-the-lab")) this.element.append(this.inTheLab());
    }
    this.checking = false;
    this.last = null;
  }

  /** @param {string} answer */
  tried(answer) {
    const before = this.memory.kept.tried ?? [];
    if (!before.includes(answer.trim())) this.memory.keep({ answer, tried: [...before, answer.trim()] });
    this.count();
  }

  hint() {
    this.ladder = this.last === undefined ? [...this.data.start] : this.ladder;
    const hint = this.ladder.shift();
    if (hint) this.last = hint;
    else return say(this.status, `${this.last ?? ""} There is no further hint to this.`.trim());
    return say(this.status, hint);
  }

  count() {
    const tried = this.memory.kept.tried?.length ?? 0;
    this.attempts.textContent = this.runs
      ? tried
        ? `${tried} attempt${tried > 1 ? "s" : ""}`
        : "no attempt yet"
      : "";
  }

  /** Says where an answer is checked that no page can check. */
  inTheLab() {
    const { id, answer, own } = this.data;
    const read =
      answer.kind === "text" ? "Your teacher reads this answer in the lab" : "The lab checks this answer";
    const variant = own ? ", in a variant of your own" : "";
    const words = element("p", { class: "hhlab-words hhlab-in-the-lab" }, `${read}${variant}: `);
    const lab = labAddress();
    if (lab) words.append(element("a", { href: lab }, "open the lab"), " and run ");
    else words.append("run ");
    words.append(element("code", {}, `hhlab.exercise("${id}")`), " in a cell there.");
    return words;
  }
}

/** Gives the address of the lab, where the page has been told of one. */
function labAddress() {
  const told = /** @type {{ hhlabLab?: unknown }} */ (globalThis).hhlabLab;
  return typeof told === "string" && /^https?:\/\//.test(told) ? told : "";
}

/** @param {string} code */
function kindOf(code) {
  return code === "right" ? "right" : code === "empty" ? "" : "wrong";
}
