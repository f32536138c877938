// The views of the map that the project has saved, each a link.

import { data, make, must, say, state, tell } from "../../shared/state.js";

/** @typedef {{shown: Record<string, string>, text: import("../../shared/state.js").Text}} Saved */

/** Whether a view is what is shown now. @param {Saved} saved */
function isShown({ shown }) {
  const now = { ...Object.fromEntries(state.params), ...(state.readings ? {} : { tolket: "0" }), ...(state.least ? { sikkerhet: String(state.least) } : {}), ...(state.thing ? { ting: state.thing.key } : {}) };
  return Object.keys(now).length === Object.keys(shown).length && Object.entries(shown).every(([name, value]) => Object.entries(now).some(([one, other]) => one === name && other === value));
}

/** The row of links, without its words. */
export const savedViews = () => make("nav", { id: "saved-views", "aria-labelledby": "saved-title" });

/** Fill in the links. */
export function fillSaved() {
  /** @type {Saved[]} */ const all = data.views ?? [];
  must("saved-views").hidden = !all.length;
  must("saved-views").replaceChildren(make("span", { id: "saved-title" }, say("map.saved")), ...all.map((saved) =>
    make("a", { href: `#kart?${new URLSearchParams(saved.shown)}`, ...(isShown(saved) ? { "aria-current": "true" } : {}) }, tell(saved.text))));
}
