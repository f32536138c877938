// Search by name, kind or quote, from any view.

import { go } from "./address.js";
import { choose } from "./choose.js";
import { must, state } from "./state.js";

const input = /** @type {HTMLInputElement} */ (must("search"));

choose(input, must("hits"), (thing) => {
  // The first screen has little room beside the panel; the table shows the thing among its like.
  go({ thing, view: state.view === "start" ? "tabell" : state.view });
  const box = document.querySelector(`.spot[data-thing="${CSS.escape(thing.key)}"]`);
  if (state.view === "kart" && box instanceof SVGElement) box.focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea, [contenteditable], .CodeMirror");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    input.focus();
  }
});
