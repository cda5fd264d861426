// Clips put together to the sentences that a listener hears.

/** @typedef {import("./words.js").Spoken} Spoken */

const ENDS = /[.?!…؟۔。！？]["»”]?$/u;
const LEADS_ON = /[:,،、：，]$/u;
const LONGEST = 140; // characters of a sentence made of many clips, such as a telephone number said twice

export class Sentence {
  /** @type {Spoken[]} */
  #clips = [];

  /** The text so far. */
  get text() {
    return this.#clips.map((clip, index) => clip.text + gap(clip, this.#clips[index + 1])).join("");
  }

  /** The full stop that the words lack: a date or a number has none of its own. */
  get missingStop() {
    const { text } = this;
    return !text || ENDS.test(text) || LEADS_ON.test(text) ? "" : this.#clips[0].fullStop;
  }

  /** @param {Spoken} clip */
  add(clip) {
    this.#clips.push(clip);
  }

  /**
   * Whether a clip goes on with this sentence rather than beginning the next.
   * @param {Spoken} next
   */
  goesOn(next) {
    const last = this.#clips.at(-1);
    if (!last || last.language !== next.language) return false;
    if (isDigit(last)) return isDigit(next);
    const { text } = this;
    if (ENDS.test(text) || text.length > LONGEST) return false;
    if (last.kind === "place") return next.kind === "piece" && this.#clips.length === 1; // "Liège", "press 1."
    return next.kind !== "sentence" || LEADS_ON.test(text);
  }
}

/** @param {Spoken} clip */
const isDigit = ({ kind }) => kind.startsWith("digit");

/**
 * What stands between a clip and the next one: nothing inside a group of digits or where a language writes no spaces.
 * @param {Spoken} clip
 * @param {Spoken | undefined} next
 */
export function gap(clip, next) {
  if (!next || clip.kind === "digit") return "";
  return clip.fullStop === "。" && !isDigit(clip) ? "" : " ";
}
