// The listening room: one language at a time, one sound at a time.

import { element } from "../shared/elements.js";
import { fetchedJson } from "../shared/fetched.js";
import { Heard } from "./heard.js";
import { Player } from "./player.js";
import { rowFor } from "./row.js";
import { inWords, reviewer } from "./summary.js";

/**
 * @typedef {object} Sentence
 * @property {string} clip
 * @property {string} text
 * @property {string} spoken_in the language of its voice
 * @property {"ltr" | "rtl"} direction
 * @property {Record<string, string>} meanings
 * @property {string} part
 * @property {string | null} file
 * @property {boolean} stale its sound says other words
 * @property {boolean} stale_translation it was made from other French or English than today's
 * @property {number | null} seconds
 * @property {string | null} engine
 * @property {string | null} voice
 * @property {boolean | null} draft
 * @property {string | null} licence
 * @property {string | null} recorded_on
 */

const choice = {
  language: element("language", HTMLSelectElement),
  meaning: element("meaning", HTMLSelectElement),
  search: element("search", HTMLInputElement),
  part: element("part", HTMLSelectElement),
  engine: element("engine", HTMLSelectElement),
  unheard: element("unheard", HTMLInputElement),
  draft: element("draft", HTMLInputElement),
  missing: element("missing", HTMLInputElement),
};
const heard = new Heard();
const player = new Player({ list: element("clips", HTMLElement), heard, complain, changed: showProgress });

/** @typedef {{ reviewed_by: string | null, sentences: Sentence[] }} Book */
/** @type {Book} */
const COMING = { reviewed_by: null, sentences: [] };
let book = COMING;

/** @param {Sentence} sentence */
function wanted(sentence) {
  const search = choice.search.value.trim().toLocaleLowerCase();
  const said = `${sentence.clip} ${sentence.text} ${sentence.meanings[choice.meaning.value]}`.toLocaleLowerCase();
  return (
    said.includes(search) &&
    (!choice.part.value || sentence.part === choice.part.value) &&
    (!choice.engine.value || sentence.engine === choice.engine.value) &&
    (!choice.unheard.checked || (sentence.file && !heard.has(sentence.file))) &&
    (!choice.draft.checked || sentence.draft) &&
    (!choice.missing.checked || !sentence.file || sentence.stale || sentence.stale_translation)
  );
}

function show() {
  player.stop();
  const shown = book.sentences.filter(wanted);
  const rows = shown.map((sentence) => rowFor(sentence, choice.meaning.value, heard, (row) => player.toggle(row)));
  element("clips", HTMLElement).replaceChildren(...rows);
  element("nothing", HTMLElement).hidden = shown.length > 0 || book === COMING;
  const seconds = shown.reduce((sum, sentence) => sum + (sentence.seconds ?? 0), 0);
  element("summary", HTMLElement).textContent =
    book === COMING
      ? ""
      : `${shown.length} of ${book.sentences.length} sentences, ${inWords(seconds)} of sound; ${reviewer(book.reviewed_by)}`;
  showProgress();
}

function showProgress() {
  const files = book.sentences.flatMap((sentence) => sentence.file ?? []);
  element("progress", HTMLElement).textContent = `${files.filter((file) => heard.has(file)).length} of ${files.length} heard`;
  element("play-all", HTMLElement).setAttribute("aria-pressed", String(player.playsAll));
  element("play-all", HTMLElement).textContent = player.playsAll ? "Stop" : "Play all";
}

/** Show the chosen language. Until it is here nothing can be played: the sentences of the one before would be heard in its place. */
async function open() {
  const language = choice.language.value;
  element("trouble", HTMLElement).hidden = true;
  book = COMING;
  show();
  const arrived = await fetchedJson(`/listen/clips/${language}`);
  if (choice.language.value !== language) return; // another was chosen meanwhile, and comes
  book = arrived;
  const engines = [...new Set(book.sentences.flatMap((sentence) => sentence.engine ?? []))];
  choice.engine.replaceChildren(new Option("any", ""), ...engines.map((engine) => new Option(engine)));
  history.replaceState(null, "", `#${language}`);
  show();
}

function showEverything() {
  for (const select of [choice.part, choice.engine]) select.value = "";
  for (const tick of [choice.unheard, choice.draft, choice.missing]) tick.checked = false;
  choice.search.value = "";
  show();
  choice.search.focus();
}

/** @param {string} words nothing to take the words away */
function complain(words) {
  element("trouble", HTMLElement).textContent = words;
  element("trouble", HTMLElement).hidden = !words;
}

/** @param {unknown} fault */
const tell = (fault) => complain(fault instanceof Error ? fault.message : String(fault));

element("filters", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
element("filters", HTMLFormElement).addEventListener("input", (event) => {
  if (event.target === choice.language) open().catch(tell);
  else show();
});
element("everything", HTMLElement).addEventListener("click", showEverything);
element("play-all", HTMLElement).addEventListener("click", () => (player.playsAll ? player.stop() : player.playAll()));
element("next", HTMLElement).addEventListener("click", () => player.next());

const asked = location.hash.slice(1);
if ([...choice.language.options].some(({ value }) => value === asked)) choice.language.value = asked;
await open().catch(tell);
