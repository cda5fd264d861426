// What each clip says, fetched for a language when its first clip is heard.

import { fetchedJson } from "../shared/fetched.js";

/** @typedef {"sentence" | "piece" | "place" | "digit" | "digit-end"} Kind how a clip stands beside the next one */
/** @typedef {{ text: string, kind: Kind, voice?: string }} Caption `voice`: the language it is said in, if not its own */
/** @typedef {{ language: string, direction: string, full_stop: string, captions: Record<string, Caption> }} Book */
/** @typedef {Caption & { language: string, direction: string, fullStop: string }} Spoken */

/**
 * The file of a clip, "<language>/<name>".
 * @param {string} url
 */
export const fileOf = (url) => new URL(url, location.href).pathname.split("/").slice(-2).join("/");

/**
 * The language of a clip.
 * @param {string} url
 */
export const languageOf = (url) => fileOf(url).split("/")[0];

export class Words {
  /** @type {Map<string, Promise<Book>>} */
  #books = new Map();

  /**
   * @param {string} url the address of a clip
   * @returns {Promise<Spoken>}
   * @throws {Error} when the line does not answer
   */
  async of(url) {
    const file = fileOf(url);
    const book = await this.#book(languageOf(url));
    const caption = book.captions[file] ?? { text: `(no words known for ${file})`, kind: "sentence" };
    return { ...caption, language: book.language, direction: book.direction, fullStop: book.full_stop };
  }

  /**
   * @param {string} language
   * @returns {Promise<Book>}
   */
  #book(language) {
    const book = this.#books.get(language) ?? /** @type {Promise<Book>} */ (fetchedJson(`/demo/words/${language}`));
    this.#books.set(language, book);
    book.catch(() => this.#books.delete(language)); // asked again next time
    return book;
  }
}
