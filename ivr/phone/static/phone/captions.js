// The words being spoken, and the earlier ones.

import { fit } from "./fit.js";
import { gap, Sentence } from "./sentence.js";

/** @typedef {import("./words.js").Spoken} Spoken */

export class Captions {
  #sentence = new Sentence();
  /** @type {Spoken | undefined} */
  #last;

  /**
   * @param {HTMLElement} now
   * @param {HTMLElement} [earlier]
   */
  constructor(now, earlier) {
    this.now = now;
    this.earlier = earlier;
    new ResizeObserver(() => fit(now)).observe(/** @type {HTMLElement} */ (now.parentElement));
  }

  /**
   * Show a clip. Those of one sentence, such as a date, stand together.
   * @param {Spoken} spoken
   */
  speak(spoken) {
    if (!this.#sentence.goesOn(spoken)) {
      this.endSentence();
      this.#begin(spoken.language, spoken.direction);
      this.#last = undefined;
    }
    if (this.#last) this.now.append(gap(this.#last, spoken));
    this.now.append(written(spoken));
    this.#sentence.add(spoken);
    this.#last = spoken;
    fit(this.now);
  }

  /** The sentence has been said: it joins the earlier ones, and stays in sight until something else is said. */
  endSentence() {
    const { text, missingStop } = this.#sentence;
    this.now.append(missingStop);
    if (text) this.#remember("p", text + missingStop, this.now.lang, this.now.dir);
    this.#sentence = new Sentence();
  }

  /**
   * Words of the page itself, in English.
   * @param {string} text
   */
  note(text) {
    this.endSentence();
    this.#begin("en", "ltr");
    this.now.textContent = text;
    fit(this.now);
  }

  /**
   * What somebody did, between the words.
   * @param {string} text
   */
  event(text) {
    this.endSentence();
    this.#remember("b", text, "en", "ltr");
  }

  /** Forget the earlier words, not what was done: a list of languages of which one was chosen. */
  forgetWords() {
    for (const words of this.earlier?.querySelectorAll("li:has(p)") ?? []) words.remove();
  }

  clear() {
    this.#sentence = new Sentence();
    this.now.replaceChildren();
    this.earlier?.replaceChildren();
  }

  /**
   * @param {string} language
   * @param {string} direction
   */
  #begin(language, direction) {
    this.now.lang = language;
    this.now.dir = direction;
    this.now.replaceChildren();
  }

  /**
   * @param {string} tag
   * @param {string} text
   * @param {string} language
   * @param {string} direction
   */
  #remember(tag, text, language, direction) {
    const words = Object.assign(document.createElement(tag), { textContent: text, lang: language, dir: direction });
    const entry = document.createElement("li");
    entry.append(words);
    this.earlier?.append(entry);
  }
}

/** @param {Spoken} spoken */
function written({ text, language, voice }) {
  const span = Object.assign(document.createElement("span"), { textContent: text });
  if (voice && voice !== language) Object.assign(span, { lang: voice, dir: "auto" });
  return span;
}
