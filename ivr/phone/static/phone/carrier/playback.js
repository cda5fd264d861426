// The sounds of a document, one after the other.

import { numberOf, textOf } from "./twiml.js";
import { rest } from "./waiting.js";

/**
 * Carry out <Play> and <Pause>. A clip that cannot be played is told and left out: it never ends a call.
 * @param {Iterable<Element>} sounds
 * @param {import("./leg.js").Side} side
 * @param {AbortSignal} signal
 */
export async function play(sounds, side, signal) {
  for (const sound of sounds) {
    if (signal.aborted) return;
    if (sound.tagName === "Pause") await rest(numberOf(sound, "length", 1), signal);
    else await hear(textOf(sound), side, signal);
  }
}

/**
 * @param {string} url
 * @param {import("./leg.js").Side} side
 * @param {AbortSignal} signal
 */
async function hear(url, side, signal) {
  try {
    await side.hear(url, signal);
  } catch (fault) {
    if (!signal.aborted) side.fault(`${url.split("/").slice(-2).join("/")}: ${/** @type {Error} */ (fault).message}`);
  }
}
