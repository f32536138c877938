// The two things that the address asks to see side by side: `mot=KEY|KEY`; a source is its document.

import { byKey, state } from "../shared/state.js";

/** @typedef {import("../shared/state.js").Thing} Thing */

/** Whether two things are compared, or are to be chosen. */
export const comparing = () => state.view === "kart" && state.params.has("mot");

/** The two; one that is not chosen, or that there is none of, is null. @returns {[Thing | null, Thing | null]} */
export function pair() {
  const [one = "", other = ""] = (state.params.get("mot") ?? "").split("|");
  return [byKey.get(one) ?? null, byKey.get(other) ?? null];
}

/** Where two are shown side by side, with what else the map shows. @param {Thing | null} one @param {Thing | null} other @returns {import("../shared/address.js").Place} */
export const place = (one, other) => ({
  view: "kart", thing: null,
  params: { ...(state.view === "kart" ? Object.fromEntries(state.params) : {}), mot: `${one?.key ?? ""}|${other?.key ?? ""}` },
});
