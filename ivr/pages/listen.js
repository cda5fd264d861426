// The listening room: one language at a time, one sound at a time.

/**
 * @typedef {{code: string, name: string, direction: "ltr" | "rtl", reviewed_by: string | null}} Language
 * @typedef {{clip: string, text: string, french: string, place: boolean, file: string | null, stale: boolean,
 *   seconds: number | null, engine: string | null, voice: string | null, draft: boolean | null,
 *   licence: string | null, recorded_on: string | null}} Sentence
 */

const page = {
  language: /** @type {HTMLSelectElement} */ (document.getElementById("language")),
  search: /** @type {HTMLInputElement} */ (document.getElementById("search")),
  part: /** @type {HTMLSelectElement} */ (document.getElementById("part")),
  engine: /** @type {HTMLSelectElement} */ (document.getElementById("engine")),
  draft: /** @type {HTMLInputElement} */ (document.getElementById("draft")),
  missing: /** @type {HTMLInputElement} */ (document.getElementById("missing")),
  filters: /** @type {HTMLFormElement} */ (document.getElementById("filters")),
  summary: /** @type {HTMLElement} */ (document.getElementById("summary")),
  trouble: /** @type {HTMLElement} */ (document.getElementById("trouble")),
  clips: /** @type {HTMLOListElement} */ (document.getElementById("clips")),
  row: /** @type {HTMLTemplateElement} */ (document.getElementById("row")),
};

const sound = new Audio();
/** @type {HTMLButtonElement | null} */
let playing = null;
/** @type {Language[]} */
let languages = [];
/** @type {Sentence[]} */
let sentences = [];

/** @param {string} address */
async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer.json();
}

/** Which part of the line a clip belongs to. @param {Sentence} sentence */
function partOf(sentence) {
  if (sentence.place && !sentence.clip.startsWith("whisper")) return "place";
  if (/^(day|month|year|weekday|hour|minute|digit)_/.test(sentence.clip)) return "date";
  if (/_question$/.test(sentence.clip)) return "question";
  if (/^(main|press|keys|hint|answer|offer|elsewhere)_|_choice$|^centre_(talk|number|other)$/.test(sentence.clip)) return "menu";
  return "message";
}

/** @param {Sentence} sentence */
function wanted(sentence) {
  const search = page.search.value.trim().toLocaleLowerCase();
  const said = `${sentence.clip} ${sentence.text} ${sentence.french}`.toLocaleLowerCase();
  return said.includes(search)
    && (!page.part.value || partOf(sentence) === page.part.value)
    && (!page.engine.value || sentence.engine === page.engine.value)
    && (!page.draft.checked || sentence.draft)
    && (!page.missing.checked || !sentence.file || sentence.stale);
}

function silence() {
  sound.pause();
  playing?.setAttribute("aria-pressed", "false");
  playing = null;
}

/** @param {HTMLButtonElement} button @param {Sentence} sentence */
function play(button, sentence) {
  const again = playing === button;
  silence();
  if (again) return;
  page.trouble.hidden = true;
  playing = button;
  button.setAttribute("aria-pressed", "true");
  sound.src = `/audio/${sentence.file}`;
  sound.play().catch(() => {
    if (playing !== button) return; // stopped before it had begun
    silence();
    complain(`${sentence.clip} cannot be played`);
  });
}

/** Whose voice it is; of a person also when it was recorded, and the licence. @param {Sentence} sentence */
function spokenBy(sentence) {
  if (!sentence.engine) return "";
  return [`${sentence.engine}: ${sentence.voice}`, sentence.recorded_on, sentence.licence].filter(Boolean).join(", ");
}

/** @param {string} words */
function mark(words, kind = "") {
  const label = document.createElement("span");
  label.className = `mark ${kind}`;
  label.textContent = words;
  return label;
}

/** @param {Sentence} sentence @param {Language} language */
function rowFor(sentence, language) {
  const row = /** @type {DocumentFragment} */ (page.row.content.cloneNode(true));
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (row.querySelector(selector));
  const button = /** @type {HTMLButtonElement} */ (find(".play"));
  button.disabled = !sentence.file;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => play(button, sentence));
  find(".label").textContent = `Play ${sentence.clip}`;
  const spokenIn = sentence.place ? { code: "fr", direction: "ltr" } : language;
  Object.assign(find(".text"), { textContent: sentence.text, lang: spokenIn.code, dir: spokenIn.direction });
  find(".french").textContent = sentence.french === sentence.text ? "" : sentence.french;
  find("code").textContent = sentence.clip;
  find(".seconds").textContent = sentence.seconds ? `${sentence.seconds.toFixed(1)} s` : "";
  find(".voice").textContent = spokenBy(sentence);
  const marks = find(".marks");
  if (!sentence.file) marks.append(mark("missing"));
  if (sentence.stale) marks.append(mark("outdated"));
  if (sentence.draft) marks.append(mark("draft"));
  if (sentence.engine === "human") marks.append(mark("a person", "person"));
  return row;
}

function show() {
  silence();
  const language = languages.find((one) => one.code === page.language.value);
  if (!language) return;
  const chosen = sentences.filter(wanted);
  page.clips.replaceChildren(...chosen.map((sentence) => rowFor(sentence, language)));
  const seconds = chosen.reduce((sum, sentence) => sum + (sentence.seconds ?? 0), 0);
  const reviewed = language.reviewed_by ? `reviewed by ${language.reviewed_by}` : "not yet reviewed by a native speaker";
  page.summary.textContent = `${chosen.length} of ${sentences.length} sentences, ${Math.round(seconds / 60)} minutes of sound; ${reviewed}`;
}

async function open() {
  page.trouble.hidden = true;
  sentences = await fetched(`/listen/clips/${page.language.value}`);
  const engines = [...new Set(sentences.map((sentence) => sentence.engine).filter(Boolean))];
  page.engine.replaceChildren(new Option("any", ""), ...engines.map((engine) => new Option(engine ?? "", engine ?? "")));
  location.replace(`#${page.language.value}`);
  show();
}

/** @param {string} words */
function complain(words) {
  page.trouble.textContent = words;
  page.trouble.hidden = false;
}

sound.addEventListener("ended", silence);
page.filters.addEventListener("submit", (event) => event.preventDefault());
page.filters.addEventListener("input", (event) => {
  if (event.target === page.language) open().catch((fault) => complain(String(fault)));
  else show();
});

try {
  languages = await fetched("/listen/languages");
  page.language.append(...languages.map((language) => new Option(language.name, language.code)));
  const asked = location.hash.slice(1);
  if (languages.some((language) => language.code === asked)) page.language.value = asked;
  await open();
} catch (fault) {
  complain(String(fault));
}
