// The web phone: what is touched on the page, and the calls it begins and ends.

import { element } from "../shared/elements.js";
import { Call, lineFor } from "./call.js";
import { Caller } from "./caller.js";
import { flash, hasLanguage, isKey, onPress, showLanguages } from "./keypad.js";
import { clockHeaders } from "./moment.js";
import { complain, forgetFaults, showCalling, showHint, showNumber, showState, showTime } from "./screen.js";
import { Sound } from "./sound.js";
import { WorkerPhone } from "./worker.js";
import { Words } from "./words.js";

const sound = new Sound();
const words = new Words();
const caller = new Caller(sound, words);
const worker = new WorkerPhone(element("worker", HTMLElement), sound, words);
const dialled = element("dialled", HTMLSelectElement);
const LATE = 2000; // milliseconds after a call in which a key was still meant for it

/** @type {Call | null} */
let call = null;
/** When the last call ended. */
let ended = -Infinity;

/** @param {string} [key] pressed as soon as the line listens */
async function dial(key) {
  if (call) return;
  sound.wake();
  const line = lineFor(dialled.value, clockHeaders(element("moment", HTMLSelectElement).value, new Date()));
  const own = new Call(line, caller, (verb, signal) =>
    worker.answerTo(verb, { line, fault: complain, tell: (phase) => caller.passing(phase) }, signal),
  );
  call = own;
  caller.onFirstTurn = () => key && own.leg.press(key);
  begin();
  end(await own.run());
  await own.report();
}

function begin() {
  caller.captions.clear();
  caller.quiet();
  forgetFaults();
  showTime(0);
  showCalling(true);
  showState("asking", "Calling…");
}

/** @param {string} how */
function end(how) {
  call = null;
  ended = performance.now();
  caller.quiet();
  caller.captions.note(`${how} To call again, press Call.`);
  showLanguages();
  showCalling(false);
  showState("idle", "Call ended");
}

/**
 * Begin a call in the language of a key: it is pressed for the caller in the list of languages.
 * @param {string} key
 */
function callIn(key) {
  dialled.selectedIndex = 0; // the number with the list
  showNumber(dialled.value);
  dial(key);
}

/**
 * Whether a key begins a call.
 * @param {string} key
 */
const begins = (key) => hasLanguage(key) && performance.now() - ended > LATE;

/** @param {string} key */
function press(key) {
  if (worker.listens) return worker.press(key);
  flash(key);
  if (!call) return begins(key) ? callIn(key) : undefined;
  sound.beep(key);
  if (!call.leg.press(key)) showHint(`Key ${key} was not heard: the line was not listening.`);
  return undefined;
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  // A key held with Ctrl or Alt belongs to the browser; only # needs one of them on many keyboards, the Belgian one too.
  const held = event.ctrlKey || event.altKey || event.metaKey;
  if (event.repeat || (held && event.key !== "#")) return undefined;
  const focused = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape") return call?.hangUp();
  if (event.key === "Enter" && isGreen(focused)) {
    event.preventDefault(); // or it would also click what has the focus
    return green();
  }
  if (isKey(event.key) && !focused.closest("select")) return press(event.key);
  return undefined;
}

/**
 * Whether Enter is the green button here, rather than a click on what has the focus.
 * @param {HTMLElement} focused
 */
function isGreen(focused) {
  if (!focused.closest("a, button, select, input")) return true;
  return focused.id === "call" || (worker.rings && Boolean(focused.closest(".keypad")));
}

function green() {
  if (worker.rings) return worker.choose("answer");
  return dial();
}

/**
 * @param {string} id a switch of the page
 * @param {(on: boolean) => void} act
 */
function onSwitch(id, act) {
  const box = element(id, HTMLInputElement);
  box.addEventListener("change", () => act(box.checked));
  act(box.checked);
}

onPress(press);
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-language-key]"))) {
  button.addEventListener("click", () => callIn(button.dataset.languageKey ?? ""));
}
element("call", HTMLElement).addEventListener("click", () => dial());
element("hang-up", HTMLElement).addEventListener("click", () => call?.hangUp());
document.addEventListener("keydown", onKey);
onSwitch("mute", (on) => (sound.muted = on));
onSwitch("skip", (on) => (sound.skipping = on));
setInterval(() => call && showTime(call.lasted), 500);
dialled.addEventListener("change", () => showNumber(dialled.value));
showLanguages();
showNumber(dialled.value);
document.body.dataset.ready = "true";
