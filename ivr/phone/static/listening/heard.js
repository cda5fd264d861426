// Which clips this reviewer has heard to their end. Kept in this browser; a clip with new words has a new name, and is not heard yet.

const KEPT_AS = "heard clips";

export class Heard {
  #files = new Set(/** @type {string[]} */ (JSON.parse(localStorage.getItem(KEPT_AS) ?? "[]")));

  /** @param {string} file */
  has(file) {
    return this.#files.has(file);
  }

  /** @param {string} file */
  add(file) {
    this.#files.add(file);
    localStorage.setItem(KEPT_AS, JSON.stringify([...this.#files]));
  }
}
