// What is kept of a card in this browser, as long as its question is the same; nothing of it leaves. Imports nothing.

/** @typedef {{ prediction?: string, answer?: string, tried?: string[] }} Kept */

/** What is kept of one card in this browser, as long as its question is the same. */
export class Memory {
  /**
   * @param {string} id
   * @param {string} question
   */
  constructor(id, question) {
    this.name = `hhlab.card.${id}`;
    this.question = question;
    /** @type {Kept} */
    this.kept = {};
    try {
      const { question: asked, ...kept } = JSON.parse(localStorage.getItem(this.name) ?? "{}");
      if (asked === question) this.kept = kept;
    } catch {} // a browser that keeps nothing for this page
  }

  /**
   * Keeps changes, and says whether that went well.
   * @param {Kept} changes
   */
  keep(changes) {
    Object.assign(this.kept, changes);
    try {
      localStorage.setItem(this.name, JSON.stringify({ question: this.question, ...this.kept }));
      return true;
    } catch {
      return false;
    }
  }
}

/**
 * Gives what is said of it.
 * @param {boolean} kept
 */
export const keptHere = (kept) => (kept ? "Kept in this browser alone." : "This browser does not keep it.");
