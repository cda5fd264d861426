// A thin line that shortens while a silence lasts.

export class Countdown {
  /** @type {Animation | undefined} */
  #animation;

  /** @param {HTMLElement} line */
  constructor(line) {
    this.line = line;
  }

  /** @param {number} seconds */
  start(seconds) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.stop();
    this.line.hidden = false;
    this.#animation = this.line.animate([{ transform: "scaleX(1)" }, { transform: "scaleX(0)" }], {
      duration: seconds * 1000,
      easing: calm ? `steps(${Math.max(1, Math.round(seconds))})` : "linear",
      fill: "forwards",
    });
  }

  stop() {
    this.#animation?.cancel();
    this.line.hidden = true;
  }
}
