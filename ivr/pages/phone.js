// The web phone: the page around a call.

import { Captions } from "./captions.js";
import { Countdown } from "./countdown.js";
import * as screen from "./screen.js";
import { part } from "./screen.js";
import { clockHeaders } from "./setup.js";
import { offerNumbers } from "./setup.js";
import { Sound } from "./sound.js";
import { Leg } from "./twiml-client.js";
import { Words } from "./words.js";
import { newSid } from "./worker.js";
import { WorkerPhone } from "./worker.js";

const CALLER = "+32000000099"; // cannot exist

// For tests and demonstrations: ?fast=1 skips the sound, ?timeout=0.2 shortens every silence, ?token= signs with another token.
const address = new URLSearchParams(location.search);
const silence = address.has("timeout") ? Number(address.get("timeout")) : null;
const token = address.get("token") ?? "demo";

const sound = new Sound();
const words = new Words();
const captions = new Captions(part("now"), part("earlier"));
const countdown = new Countdown(part("silence"));
const worker = new WorkerPhone(part("worker"), sound, words);
const dialled = /** @type {HTMLSelectElement} */ (part("dialled"));

/** @type {{ leg: Leg, line: AbortController, started: number } | null} */
let call = null;

/** @type {import("./twiml-client.js").Side} */
const caller = {
  asking() {
    countdown.stop();
    screen.showKeys("");
  },
  listening(keys, most) {
    screen.showTyped("", most);
    screen.showKeys(keys);
    screen.showState("speaking", "Speaking");
    part("typed").dataset.most = String(most);
  },
  prepare: (urls) => sound.prepare(urls),
  async hear(url, signal) {
    const spoken = await words.of(url);
    if (!signal.aborted) captions.speak(spoken);
    await sound.play(url, signal);
  },
  waiting(seconds) {
    countdown.start(seconds);
    screen.showState("waiting", "Waiting for a key");
  },
  typed: (typed) => screen.showTyped(typed, Number(part("typed").dataset.most)),
  entered(digits) {
    if (digits) captions.event(`You pressed ${digits}`);
    else captions.endSentence();
  },
  fault: screen.complain,
};

// --- the call ---------------------------------------------------------------------------------------------

async function dial() {
  if (call) return;
  sound.wake();
  const headers = clockHeaders(/** @type {HTMLSelectElement} */ (part("moment")).value, new Date());
  const fields = {
    AccountSid: newSid("AC"),
    ApiVersion: "2010-04-01",
    CallSid: newSid("CA"),
    CallStatus: "in-progress",
    Direction: "inbound",
    From: CALLER,
    To: dialled.value,
  };
  const common = { fields, headers, token, silence };
  const leg = new Leg({
    ...common,
    side: caller,
    dial: async (verb, signal) => {
      screen.showState("transfer", "Passing the call on");
      captions.note("You hear the phone ringing.");
      return worker.answerTo(verb, { ...common, fault: screen.complain, tell: (text) => captions.note(text) }, signal);
    },
  });
  call = { leg, line: new AbortController(), started: Date.now() };
  begin();
  await follow(call);
}

/** @param {NonNullable<typeof call>} own */
async function follow({ leg, line, started }) {
  try {
    const ending = await leg.run("/voice", line.signal, { CallStatus: "ringing" });
    end(ending === "rejected" ? "The line did not take the call." : "The line has hung up.");
  } catch (fault) {
    if (!line.signal.aborted) screen.complain(/** @type {Error} */ (fault).message);
    end(line.signal.aborted ? "You have hung up." : "The call broke off.");
  }
  const CallDuration = String(Math.round((Date.now() - started) / 1000));
  await leg
    .request({ url: "/voice/status", method: "POST", fields: { CallStatus: "completed", CallDuration } })
    .catch((fault) => screen.complain(fault.message));
}

function hangUp() {
  call?.line.abort(new Error("hung up"));
}

/** @param {string} key */
function press(key) {
  if (worker.listens) return worker.press(key);
  screen.flash(key);
  if (!call) return undefined;
  sound.beep(key);
  if (!call.leg.press(key)) screen.showLost(key);
  return undefined;
}

// --- what is shown ----------------------------------------------------------------------------------------

function begin() {
  captions.clear();
  part("faults").replaceChildren();
  part("guide").hidden = true;
  screen.showTime(0);
  screen.showButtons(true);
  screen.showState("asking", "Calling…");
}

/** @param {string} words */
function end(words) {
  call = null;
  countdown.stop();
  screen.showKeys("");
  screen.showTyped("", 1);
  captions.endSentence();
  captions.note(`${words} To call again, press the green button.`);
  screen.showButtons(false);
  screen.showState("idle", "Call ended");
}

// --- what is touched --------------------------------------------------------------------------------------

/** @param {KeyboardEvent} event */
function onKey(event) {
  // A key held with Ctrl or Alt belongs to the browser; only # needs one of them on many keyboards, the Belgian one too.
  const held = event.ctrlKey || event.altKey || event.metaKey;
  if (event.repeat || (held && event.key !== "#")) return undefined;
  const focused = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape") return hangUp();
  if (event.key === "Enter" && isGreen(focused)) return event.preventDefault(), green();
  if (screen.keypad.has(event.key) && !focused.closest("select")) return press(event.key);
  return undefined;
}

/**
 * Whether Enter is the green button here, rather than a click on what has the focus.
 * @param {HTMLElement} focused
 */
function isGreen(focused) {
  if (!focused.closest("a, button, select, input")) return true;
  return Boolean(focused.closest(".phone")) && (call ? worker.rings && focused.id !== "hang-up" : true);
}

function green() {
  if (worker.rings) worker.choose("answer");
  else dial();
}

/**
 * @param {string} id a switch of the page
 * @param {(on: boolean) => void} act
 */
function onSwitch(id, act) {
  const box = /** @type {HTMLInputElement} */ (part(id));
  box.addEventListener("change", () => act(box.checked));
  act(box.checked);
}

for (const [key, button] of screen.keypad) button.addEventListener("click", () => press(key));
part("call").addEventListener("click", dial);
part("hang-up").addEventListener("click", hangUp);
document.addEventListener("keydown", onKey);
if (address.get("fast") === "1") /** @type {HTMLInputElement} */ (part("skip")).checked = true;
onSwitch("mute", (on) => (sound.muted = on));
onSwitch("skip", (on) => (sound.skipping = on));
setInterval(() => call && screen.showTime(Date.now() - call.started), 500);
dialled.addEventListener("change", () => screen.showNumber(dialled.value));
await offerNumbers(dialled).catch((fault) => screen.complain(fault.message));
screen.showNumber(dialled.value);
document.body.dataset.ready = "true";
