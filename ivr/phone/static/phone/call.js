// One call of the caller: its two sides, from the first ring to the report of its end.

import { Leg } from "./carrier/leg.js";
import { newSid } from "./carrier/sid.js";
import { ask } from "./carrier/webhook.js";

const CALLER = "+32000000099"; // cannot exist

/** @typedef {import("./carrier/leg.js").Side} Side */
/** @typedef {import("./carrier/webhook.js").Line} Line */

/**
 * What every request of a call carries.
 * @param {string} dialled
 * @param {Record<string, string>} headers
 * @returns {Line}
 */
export function lineFor(dialled, headers) {
  const fields = {
    AccountSid: newSid("AC"),
    ApiVersion: "2010-04-01",
    CallSid: newSid("CA"),
    CallStatus: "in-progress",
    Direction: "inbound",
    From: CALLER,
    To: dialled,
  };
  return { fields, headers, token: document.body.dataset.token ?? "" };
}

export class Call {
  #hook = new AbortController();
  #started = Date.now();

  /**
   * @param {Line} line
   * @param {Side} side
   * @param {import("./carrier/leg.js").Dialler} dial
   */
  constructor(line, side, dial) {
    this.line = line;
    this.side = side;
    this.leg = new Leg(line, side, dial);
  }

  /** Milliseconds since it began. */
  get lasted() {
    return Date.now() - this.#started;
  }

  hangUp() {
    this.#hook.abort(new Error("hung up"));
  }

  /**
   * Run the call to its end.
   * @returns {Promise<string>} how it ended, in a sentence
   */
  async run() {
    const { signal } = this.#hook;
    try {
      const ending = await this.leg.run("/voice", signal, { CallStatus: "ringing" });
      return ending === "rejected" ? "The line did not take the call." : "The line has hung up.";
    } catch (fault) {
      if (signal.aborted) return "You have hung up.";
      this.side.fault(/** @type {Error} */ (fault).message);
      return "The call broke off.";
    }
  }

  /** Tell the line that the call has ended, as a carrier does. */
  async report() {
    const fields = { CallStatus: "completed", CallDuration: String(Math.round(this.lasted / 1000)) };
    const url = new URL("/voice/status", location.href).href;
    await ask({ url, method: "POST", fields }, this.line).catch((fault) => this.side.fault(fault.message));
  }
}
