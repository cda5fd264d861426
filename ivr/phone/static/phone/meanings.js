// What a turn of the line asks of the caller, and what the keys do in it.

import { fetchedJson } from "../shared/fetched.js";
import { fileOf } from "./words.js";

/** @typedef {import("./carrier/leg.js").Turn} Turn */
/** @typedef {"message" | "entry" | "choice"} Kind a message goes on by itself, an entry is a number, a choice is one key */

const MESSAGE_SECONDS = 1; // the rest after a message; a question waits longer
const IN_MESSAGE = { 9: "again", "*": "back", 0: "a person" };
const IN_CHOICE = { ...IN_MESSAGE, "#": "which keys?" };
const IN_ENTRY = { "*": "erase", "#": "done" };

/**
 * @param {Turn} turn
 * @returns {Kind}
 */
export function kindOf({ most, finish, seconds }) {
  if (most > 1 || finish) return "entry";
  return seconds <= MESSAGE_SECONDS ? "message" : "choice";
}

/**
 * The keys to light. In a message every key works, but only a few do more than going on.
 * @param {Turn} turn
 */
export function litKeys(turn) {
  return kindOf(turn) === "message" ? [...turn.keys].filter((key) => key in IN_MESSAGE).join("") : turn.keys;
}

/**
 * One sentence of help.
 * @param {Turn} turn
 */
export function hintFor(turn) {
  if (kindOf(turn) === "message") return "Any other key goes on";
  if (kindOf(turn) === "entry")
    return Number.isFinite(turn.most) ? `Type up to ${turn.most} ${turn.most > 1 ? "digits" : "digit"}` : "Type a number";
  return "Press a key that is lit";
}

export class Labels {
  /** @type {Promise<Record<string, Record<string, string>>> | undefined} */
  #byFile;

  /** @param {import("./words.js").Words} words */
  constructor(words) {
    this.words = words;
  }

  /**
   * What each key does, in English or by the name of the choice, as far as it is said.
   * @param {Turn} turn
   * @returns {Promise<Record<string, string>>}
   */
  async of(turn) {
    const kind = kindOf(turn);
    if (kind === "message") return IN_MESSAGE;
    if (kind === "entry") return IN_ENTRY;
    this.#byFile ??= fetchedJson("/demo/labels");
    const byFile = await this.#byFile;
    /** @type {Record<string, string>} */
    const said = {};
    for (const [index, url] of turn.urls.entries()) {
      for (const [key, label] of Object.entries(byFile[fileOf(url)] ?? {})) {
        if (turn.keys.includes(key)) said[key] = label || (await this.#nameBefore(turn.urls, index));
      }
    }
    return { ...IN_CHOICE, ...said };
  }

  /**
   * "Liège", "press 1.": the clip before says what the key is for.
   * @param {string[]} urls
   * @param {number} index
   */
  async #nameBefore(urls, index) {
    return index ? (await this.words.of(urls[index - 1])).text : "";
  }
}
