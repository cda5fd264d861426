// Words as large as there is room for.

const SHRINK = 0.92;
const SMALLEST = 13; // pixels

/**
 * Make the letters of a box smaller until nothing of its words is cut; at most as large as its style says.
 * @param {HTMLElement} box as high as its words, up to the room it has
 */
export function fit(box) {
  box.style.fontSize = "";
  let size = parseFloat(getComputedStyle(box).fontSize);
  while (box.scrollHeight > box.clientHeight + 1 && size > SMALLEST) {
    size = Math.max(SMALLEST, size * SHRINK);
    box.style.fontSize = `${size}px`;
  }
}
