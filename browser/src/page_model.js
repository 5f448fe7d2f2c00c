// A widget's model where no kernel is: values that are listened to, and messages that somebody here answers.
// Imports nothing.

/** @import { Listener } from "./types" */

export class PageModel {
  /**
   * @param {Record<string, any>} values
   * @param {(content: any) => void} [answer]  takes what is sent
   * @param {(id: string) => PageModel | undefined} [other]  gives another model by its id
   */
  constructor(values, answer = () => {}, other = () => undefined) {
    this.values = values;
    this.answer = answer;
    /** @type {Map<string, Set<Listener>>} */
    this.listeners = new Map();
    this.widget_manager = {
      get_model: async (/** @type {string} */ id) => {
        const found = other(id);
        if (!found) throw new Error(`There is no model ${id} on this page.`);
        return found;
      },
    };
  }

  /** @param {string} name */
  get(name) {
    return this.values[name];
  }

  /**
   * Takes new values, and then tells of those that are other ones than before.
   * @param {Record<string, any>} values
   */
  set(values) {
    const changed = Object.keys(values).filter((name) => this.values[name] !== values[name]);
    Object.assign(this.values, values);
    for (const name of changed) this.tell(`change:${name}`);
  }

  /** @param {object} content */
  send(content) {
    this.answer(content);
  }

  /**
   * @param {string} events  one or several, with spaces between
   * @param {Listener} act
   */
  on(events, act) {
    for (const event of events.split(" ")) {
      if (!this.listeners.has(event)) this.listeners.set(event, new Set());
      this.listeners.get(event)?.add(act);
    }
  }

  /**
   * @param {string} events
   * @param {Listener} act
   */
  off(events, act) {
    for (const event of events.split(" ")) this.listeners.get(event)?.delete(act);
  }

  /**
   * @param {string} event
   * @param {...any} brought
   */
  tell(event, ...brought) {
    for (const act of [...(this.listeners.get(event) ?? [])]) {
      /** @type {(...brought: any[]) => void} */ (act)(...brought);
    }
  }
}
