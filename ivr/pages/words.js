// What each clip says, fetched for a language when its first clip is heard.

/** @typedef {{ direction: string, name: string, words: Record<string, string>, voices: Record<string, string> }} Book */
/** @typedef {{ text: string, language: string, direction: string, voice: string }} Spoken `voice`: the language it is said in, if its own was given */

export class Words {
  /** @type {Map<string, Promise<Book>>} */
  #books = new Map();

  /**
   * @param {string} url the address of a clip, ending in <language>/<file>
   * @returns {Promise<Spoken>}
   */
  async of(url) {
    const file = new URL(url).pathname.split("/").slice(-2).join("/");
    const [language] = file.split("/");
    const book = await this.#book(language);
    return {
      text: book.words[file] ?? `(no words known for ${file})`,
      language,
      direction: book.direction,
      voice: book.voices[file] ?? "",
    };
  }

  /**
   * @param {string} language
   * @returns {Promise<Book>}
   */
  #book(language) {
    const book = this.#books.get(language) ?? fetchBook(language);
    this.#books.set(language, book);
    return book;
  }
}

/**
 * @param {string} language
 * @returns {Promise<Book>}
 */
async function fetchBook(language) {
  const response = await fetch(`/demo/words/${language}`);
  return response.ok ? response.json() : { direction: "auto", name: language, words: {}, voices: {} };
}
