// The editors' pages: sounds to compare, and pages that show when what is being done has been done.

import { buttonsThatPlay } from "./playing.js";

const LOOK_EVERY = 1000; // milliseconds

buttonsThatPlay(document);

const work = document.querySelector("[data-watch]");
if (work instanceof HTMLElement) {
  const said = work.querySelector("[data-said]");
  const look = async () => {
    const answer = await fetch(work.dataset.watch ?? "").catch(() => null);
    const state = answer?.ok ? await answer.json() : { open: 1 };
    if (!state.open) return window.location.reload();
    if (said && state.said && said.textContent !== state.said) said.textContent = state.said;
    setTimeout(look, LOOK_EVERY);
  };
  setTimeout(look, LOOK_EVERY);
}

// A centre that was just saved is shown open.
const chosen = window.location.hash && document.getElementById(window.location.hash.slice(1));
if (chosen instanceof HTMLDetailsElement) chosen.open = true;

// What is wrong comes first in a form that is shown again.
const wrong = document.querySelector("[aria-invalid]");
if (wrong instanceof HTMLElement) wrong.focus();

const address = document.getElementById("address");
if (address instanceof HTMLInputElement) address.addEventListener("focus", () => address.select());
