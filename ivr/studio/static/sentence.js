// The page of one sentence: hearing it opens the verdict "good".

import { buttonsThatPlay, play } from "./playing.js";
import { recorders } from "./recorder.js";

const sentence = /** @type {HTMLElement} */ (document.getElementById("sentence"));
const good = document.getElementById("good");
const hearFirst = document.getElementById("hear-first");

/** @param {boolean} heard */
function show(heard) {
  if (good instanceof HTMLButtonElement) good.disabled = !heard;
  if (hearFirst) hearFirst.hidden = heard;
}

async function heard() {
  const headers = { "X-CSRF-Token": sentence.dataset.csrf ?? "" };
  try {
    const answer = await fetch(sentence.dataset.heard ?? "", { method: "POST", headers });
    show(answer.ok);
  } catch {
    show(false); // no connection: hearing it again will tell
  }
}

show("wasHeard" in sentence.dataset);
buttonsThatPlay(sentence, (button) => {
  if ("main" in button.dataset) heard();
});

document.getElementById("together")?.addEventListener("click", async () => {
  for (const button of sentence.querySelectorAll("button[data-play]")) {
    if (!(button instanceof HTMLButtonElement) || !(await play(button.dataset.play ?? "", button))) return;
    if ("main" in button.dataset) heard();
  }
});

recorders(document);
