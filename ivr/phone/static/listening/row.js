// One sentence in the list.

import { element, within } from "../shared/elements.js";

/** @typedef {import("./room.js").Sentence} Sentence */

/**
 * @param {Sentence} sentence
 * @param {string} reader the language in which its meaning is read
 * @param {import("./heard.js").Heard} heard
 * @param {(row: HTMLElement) => void} play
 * @returns {HTMLElement}
 */
export function rowFor(sentence, reader, heard, play) {
  const template = element("row", HTMLTemplateElement);
  const row = within(/** @type {DocumentFragment} */ (template.content.cloneNode(true)), "li", HTMLElement);
  const meaning = sentence.meanings[reader];
  Object.assign(row.dataset, { clip: sentence.clip, file: sentence.file ?? "" });
  const button = within(row, ".play", HTMLButtonElement);
  button.disabled = !sentence.file;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => play(row));
  fill(row, ".name", `Play ${sentence.clip}`);
  Object.assign(fill(row, ".text", sentence.text), { lang: sentence.spoken_in, dir: sentence.direction });
  fill(row, ".meaning", meaning === sentence.text ? "" : meaning).lang = reader;
  fill(row, "code", sentence.clip);
  fill(row, ".seconds", sentence.seconds ? `${sentence.seconds.toFixed(1)} s` : "");
  fill(row, ".voice", spokenBy(sentence));
  within(row, ".marks", HTMLElement).append(...marksOf(sentence));
  if (sentence.file && heard.has(sentence.file)) markHeard(row);
  return row;
}

/** @param {HTMLElement} row */
export function markHeard(row) {
  if (row.dataset.heard) return;
  row.dataset.heard = "true";
  within(row, ".marks", HTMLElement).append(mark("✓ heard", "good"));
}

/**
 * @param {HTMLElement} row
 * @param {string} selector
 * @param {string} words
 */
function fill(row, selector, words) {
  return Object.assign(within(row, selector, HTMLElement), { textContent: words });
}

/**
 * Whose voice it is; of a person also when it was recorded, and the licence.
 * @param {Sentence} sentence
 */
function spokenBy({ engine, voice, recorded_on, licence }) {
  return engine ? [`${engine}: ${voice}`, recorded_on, licence].filter(Boolean).join(", ") : "";
}

/** @param {Sentence} sentence */
function marksOf({ file, stale, stale_translation, draft, engine }) {
  const marks = [];
  if (!file) marks.push(mark("missing"));
  if (stale) marks.push(mark("sound of older words"));
  if (stale_translation) marks.push(mark("translation of older words"));
  if (draft) marks.push(mark("draft"));
  if (engine === "human") marks.push(mark("a person", "good"));
  return marks;
}

/**
 * @param {string} words
 * @param {string} kind
 */
function mark(words, kind = "") {
  return Object.assign(document.createElement("span"), { className: `mark ${kind}`, textContent: words });
}
