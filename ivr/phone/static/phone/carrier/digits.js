// The keys of one <Gather>, collected as a carrier does.

export class Digits {
  #typed = "";
  #open = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {object} rules
   * @param {number} rules.most how many keys are sent without waiting any longer
   * @param {string} rules.finish the key that ends a number and is not sent; "" for none
   * @param {number} rules.seconds the silence after which it ends
   * @param {() => void} rules.onFirstKey
   * @param {(seconds: number) => void} rules.onWait the silence is being counted from now
   * @param {(typed: string) => void} rules.onTyped
   */
  constructor(rules) {
    this.rules = rules;
    /** @type {Promise<string>} what was typed; "" for nothing */
    this.done = new Promise((resolve) => (this.resolve = resolve));
  }

  /** @param {string} key */
  press(key) {
    if (!this.#open) return;
    const { most, finish, onFirstKey, onTyped } = this.rules;
    if (!this.#typed) onFirstKey();
    if (finish && key === finish) return this.close();
    this.#typed += key;
    onTyped(this.#typed);
    if (this.#typed.length >= most) this.close();
    else this.#count();
  }

  /** All sound has ended; a caller who is typing already is being waited for. */
  soundEnded() {
    if (this.#open && !this.#typed) this.#count();
  }

  close() {
    this.#open = false;
    clearTimeout(this.#timer);
    this.resolve(this.#typed);
  }

  #count() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), this.rules.seconds * 1000);
    this.rules.onWait(this.rules.seconds);
  }
}
