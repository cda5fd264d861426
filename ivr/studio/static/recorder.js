// A recorder on the page: record (wait three seconds, then speak), hear, again, keep; or a file.

import { Microphone } from "./microphone.js";
import { play } from "./playing.js";

const QUIET_SECONDS = 3; // before the voice, so that the room can be told from it
const MARGIN_SECONDS = 4; // after the longest time a sentence may take

/** @param {ParentNode} page */
export function recorders(page) {
  for (const found of page.querySelectorAll(".recorder")) {
    if (found instanceof HTMLElement) new Recorder(found);
  }
}

class Recorder {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.meter = /** @type {HTMLMeterElement} */ (place.querySelector("meter"));
    this.status = /** @type {HTMLElement} */ (place.querySelector(".status"));
    this.troubles = /** @type {HTMLElement} */ (place.querySelector(".troubles"));
    this.microphone = new Microphone((level) => {
      this.meter.value = level;
    });
    /** @type {Blob | null} */
    this.taken = null;
    /** @type {number[]} */
    this.timers = [];
    for (const name of ["record", "stop", "hear", "again", "keep"]) {
      this.button(name).addEventListener("click", () => this.act(name));
    }
    const file = /** @type {HTMLInputElement} */ (place.querySelector("[data-do=upload]"));
    file.addEventListener("change", async () => {
      if (file.files?.[0]) await this.send(file.files[0]);
      file.value = ""; // the same file may be chosen again
    });
  }

  /** @param {string} name */
  button(name) {
    return /** @type {HTMLButtonElement} */ (this.place.querySelector(`[data-do=${name}]`));
  }

  /** @param {string} name */
  act(name) {
    if (name === "stop") return this.stop();
    if (name === "hear") return this.taken && play(URL.createObjectURL(this.taken), this.button("hear"));
    if (name === "keep") return this.taken && this.send(this.taken);
    return this.record();
  }

  async record() {
    this.say("");
    this.complain([]);
    try {
      await this.microphone.start();
    } catch {
      return this.complain([this.place.dataset.noMicrophone ?? ""]);
    }
    this.show("stop");
    this.meter.hidden = false;
    this.count(QUIET_SECONDS);
    const longest = Number(this.place.dataset.seconds) + QUIET_SECONDS + MARGIN_SECONDS;
    this.timers.push(window.setTimeout(() => this.stop(), longest * 1000));
  }

  /** @param {number} seconds */
  count(seconds) {
    this.say(seconds ? (this.place.dataset.wait ?? "").replace("{seconds}", String(seconds)) : (this.place.dataset.speak ?? ""));
    if (seconds) this.timers.push(window.setTimeout(() => this.count(seconds - 1), 1000));
  }

  async stop() {
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
    this.taken = await this.microphone.stop();
    this.meter.hidden = true;
    this.say("");
    this.show("hear", "again", "keep");
    this.button("hear").focus();
  }

  /** @param {Blob} sound */
  async send(sound) {
    const form = new FormData();
    form.append("sound", sound, "sound");
    this.say(this.place.dataset.checking ?? "");
    this.complain([]);
    this.rest(true);
    const headers = { "X-CSRF-Token": this.place.dataset.csrf ?? "" };
    try {
      const answer = await fetch(this.place.dataset.address ?? "", { method: "POST", body: form, headers });
      const found = await answer.json();
      if (found.next) return window.location.assign(found.next);
      this.say("");
      this.complain(found.troubles);
    } catch {
      this.say("");
      this.complain([this.place.dataset.unreachable ?? ""]);
    }
    this.rest(false);
  }

  /** @param {boolean} busy nothing can be pressed: one recording is sent at a time */
  rest(busy) {
    for (const each of this.place.querySelectorAll("button, input")) {
      if (each instanceof HTMLButtonElement || each instanceof HTMLInputElement) each.disabled = busy;
    }
  }

  /** @param {string} words */
  say(words) {
    this.status.textContent = words;
  }

  /** @param {string[]} troubles */
  complain(troubles) {
    this.troubles.hidden = !troubles.length;
    this.troubles.replaceChildren(
      ...troubles.map((trouble) => {
        const line = document.createElement("li");
        line.textContent = trouble;
        return line;
      }),
    );
  }

  /** @param {...string} names */
  show(...names) {
    for (const name of ["record", "stop", "hear", "again", "keep"]) this.button(name).hidden = !names.includes(name);
  }
}
