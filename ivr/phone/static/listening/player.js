// Plays the rows of the list, one or all of them.

import { markHeard } from "./row.js";

/** The button of a row that can be played. */
const PLAYABLE = ".play:enabled";

export class Player {
  #sound = new Audio();
  /** @type {HTMLElement | null} the row that sounds, or sounded last */
  #row = null;
  #sounding = false;
  /** One after the other, to the end of the list. */
  playsAll = false;

  /**
   * @param {object} page
   * @param {HTMLElement} page.list
   * @param {import("./heard.js").Heard} page.heard
   * @param {(words: string) => void} page.complain "" when there is nothing to complain of
   * @param {() => void} page.changed
   */
  constructor(page) {
    this.page = page;
    this.#sound.addEventListener("ended", () => this.#ended());
  }

  /** @param {HTMLElement} row */
  toggle(row) {
    if (this.#sounding && this.#row === row) this.stop();
    else this.#play(row);
  }

  playAll() {
    this.playsAll = true;
    this.next();
  }

  /** The row after the last one; after the end of the list, the first. */
  next() {
    const rows = [...this.page.list.children].filter((row) => row.querySelector(PLAYABLE));
    const following = rows[this.#row ? rows.indexOf(this.#row) + 1 : 0] ?? rows[0];
    if (following instanceof HTMLElement) this.#play(following);
    else this.stop();
  }

  stop() {
    this.playsAll = false;
    this.#silence();
    this.page.changed();
  }

  /** @param {HTMLElement} row */
  #play(row) {
    this.#silence();
    this.page.complain("");
    this.#row = row;
    this.#sounding = true;
    row.querySelector(".play")?.setAttribute("aria-pressed", "true");
    row.scrollIntoView({ block: "nearest" });
    this.page.changed();
    this.#sound.src = `/audio/${row.dataset.file}`;
    this.#sound.play().catch(() => this.#failed(row));
  }

  /** @param {HTMLElement} row */
  #failed(row) {
    if (this.#row !== row || !this.#sounding) return; // stopped before it had begun
    this.stop();
    this.page.complain(`${row.dataset.clip} cannot be played`);
  }

  #ended() {
    const row = this.#row;
    if (row?.dataset.file) {
      this.page.heard.add(row.dataset.file);
      markHeard(row);
    }
    const last = !row?.nextElementSibling;
    if (this.playsAll && !last) this.next();
    else this.stop();
  }

  #silence() {
    this.#sound.pause();
    this.#sounding = false;
    this.#row?.querySelector(".play")?.setAttribute("aria-pressed", "false");
  }
}
