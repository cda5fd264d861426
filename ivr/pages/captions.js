// The words being spoken, and the earlier ones.

/** @typedef {import("./words.js").Spoken} Spoken */

const SENTENCE_END = /[.?!…؟۔。！？]["»”]?$/u;
const LONGEST = 140; // characters of a sentence made of many clips, such as a telephone number said twice

export class Captions {
  #sentence = "";
  /** @type {Spoken | null} */
  #last = null;

  /**
   * @param {HTMLElement} now
   * @param {HTMLElement} [earlier]
   */
  constructor(now, earlier) {
    this.now = now;
    this.earlier = earlier;
  }

  /**
   * Show a clip. Those of one sentence, such as a date, stand together.
   * @param {Spoken} spoken
   */
  speak(spoken) {
    if (this.#startsSentence(spoken)) {
      this.endSentence();
      this.now.lang = spoken.language;
      this.now.dir = spoken.direction;
      this.now.replaceChildren();
    }
    this.#last = spoken;
    this.#sentence += `${spoken.text} `;
    this.now.append(part(spoken), " ");
    this.now.classList.toggle("long", this.#sentence.length > LONGEST);
    this.now.scrollTop = this.now.children.length > 1 ? this.now.scrollHeight : 0;
  }

  /** The sentence has been said: it joins the earlier ones, and stays in sight until something else is said. */
  endSentence() {
    if (this.#sentence && this.earlier) {
      this.#remember("p", this.#sentence.trim(), this.now.lang, this.now.dir);
    }
    this.#sentence = "";
  }

  /**
   * Words of the page itself, in English.
   * @param {string} text
   */
  note(text) {
    this.endSentence();
    this.now.lang = "en";
    this.now.dir = "ltr";
    this.now.classList.remove("long");
    this.now.textContent = text;
  }

  /**
   * What somebody did, between the words.
   * @param {string} text
   */
  event(text) {
    this.endSentence();
    this.#remember("b", text, "en", "ltr");
  }

  clear() {
    this.#sentence = "";
    this.now.replaceChildren();
    this.earlier?.replaceChildren();
  }

  /** @param {Spoken} spoken */
  #startsSentence({ language }) {
    const said = this.#sentence.trim();
    const last = this.#last;
    // The name of a place has no full stop: "Liège | press 1." goes on after it, "You live in: | Liège" ends with it.
    const afterName = Boolean(last?.voice) && said !== last?.text;
    return !said || SENTENCE_END.test(said) || afterName || language !== last?.language || said.length > LONGEST;
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
function part({ text, language, voice }) {
  const span = Object.assign(document.createElement("span"), { textContent: text });
  if (voice && voice !== language) Object.assign(span, { lang: voice, dir: "auto" });
  return span;
}
