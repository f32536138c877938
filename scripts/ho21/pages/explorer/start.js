// The first screen: what this is, its numbers, questions to begin with, and the ways in.

import { href } from "./address.js";
import { links, make, number, ofKind, say, sources } from "./page.js";

/** What is counted: the text's key, how many, and where they are listed. */
const NUMBERS = /** @type {[string, () => number, import("./address.js").Place][]} */ ([
  ["goals", () => ofKind("TargetPicture").length, { view: "tabell", params: { klasse: "TargetPicture" } }],
  ["measures", () => ofKind("Recommendation").length, { view: "tabell", params: { klasse: "Recommendation" } }],
  ["actors", () => ofKind("Actor").length, { view: "tabell", params: { klasse: "Actor" } }],
  ["sources", () => sources.length, { view: "kilder" }],
  ["stated", () => links.filter((link) => link.basis === "stated").length, { view: "tabell", params: { del: "forbindelser", grunnlag: "sagt" } }],
  ["read", () => links.filter((link) => link.basis === "read").length, { view: "tabell", params: { del: "forbindelser", grunnlag: "tolket" } }],
]);
const QUESTIONS = [["unserved", "malbilder-uten-tiltak"], ["health_data", "alt-om-et-ord"], ["appointed", "hvem-er-radet"], ["areas", "omradene-videre"]];
const WAYS = ["kart", "tabell", "dekning", "ansvar", "tre", "tidslinje", "kilder", "spor"];

/** @param {HTMLElement} root */
function show(root) {
  const tiles = NUMBERS.map(([key, count, place]) =>
    make("li", {}, make("a", { href: href({ path: [], ...place }), class: `tile ${key}` },
      make("strong", {}, `${key === "read" ? "◇ " : ""}${number(count())}`), " ", make("span", {}, say(`start.${key}`)))));
  const asked = QUESTIONS.map(([key, name]) =>
    make("li", {}, make("a", { href: href({ view: "spor", path: [name], params: {} }) }, say(`start.ask_${key}`))));
  const ways = WAYS.map((id) =>
    make("li", {}, make("a", { href: href({ view: id, path: [], params: {} }) }, make("strong", {}, say(`${id}.name`)), make("span", {}, say(`${id}.about`)))));
  root.replaceChildren(
    make("h2", {}, say("start.title")),
    make("p", { class: "lead" }, say("start.lead")),
    make("ul", { class: "tiles" }, ...tiles),
    make("p", { class: "promise" }, say("start.promise")),
    make("h3", {}, say("start.ask")),
    make("ul", { class: "asks" }, ...asked),
    make("h3", {}, say("start.look")),
    make("ul", { class: "ways" }, ...ways),
  );
}

/** @type {import("./page.js").View} */
export const view = { id: "start", show };
