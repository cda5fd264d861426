// One sound at a time, from buttons that name its address in data-play.

/** @type {(() => void) | null} */
let stopCurrent = null;

/**
 * Play to the end.
 * @param {string} address
 * @param {HTMLElement} button shows that it plays
 * @returns {Promise<boolean>} whether the end was reached; false when something else was played, or it was stopped
 */
export function play(address, button) {
  stop();
  const sound = new Audio(address);
  button.setAttribute("aria-pressed", "true");
  return new Promise((resolve) => {
    /** @param {boolean} reached */
    const end = (reached) => {
      if (stopCurrent !== halt) return;
      stopCurrent = null;
      sound.pause();
      button.setAttribute("aria-pressed", "false");
      resolve(reached);
    };
    const halt = () => end(false);
    stopCurrent = halt;
    sound.addEventListener("ended", () => end(true));
    sound.addEventListener("error", halt);
    sound.play().catch(halt);
  });
}

export function stop() {
  stopCurrent?.();
}

/**
 * Every button below that names a sound.
 * @param {ParentNode} parent
 * @param {(button: HTMLButtonElement) => void} [heard] the sound of this button was played to its end
 */
export function buttonsThatPlay(parent, heard) {
  for (const button of parent.querySelectorAll("button[data-play]")) {
    if (!(button instanceof HTMLButtonElement)) continue;
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", async () => {
      if (button.getAttribute("aria-pressed") === "true") return stop();
      if (await play(button.dataset.play ?? "", button)) heard?.(button);
    });
  }
}
