// What a tie is called, as it is told from the thing that has it.

import { data, predicates, tell } from "../shared/state.js";

const HO = "https://w3id.org/ho21/def#";

/** @param {import("./sides.js").Tie} tie */
export const relation = ({ back, link: { predicate } }) =>
  tell(back ? data.backwards[predicate] ?? data.phrases.back[`${HO}${predicate}`] : predicates[predicate]);
