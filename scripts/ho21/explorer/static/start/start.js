// The first screen: what this is, its numbers, questions to begin with, and the ways in.

import { href } from "../shared/address.js";
import { beside } from "../shared/site-links.js";
import { classOf, countedAs, counts, data, make, number, questions, say, sayOf, sources, standingOf, state, tell } from "../shared/state.js";

/** Where what counts as something is listed. @param {string} role @returns {import("../shared/address.js").Place} */
const listed = (role) => ({ view: "tabell", params: { klasse: classOf(role) ?? null } });
/** What is counted: the text's key, how many, and where they are listed. */
const NUMBERS = /** @type {[string, () => number, import("../shared/address.js").Place][]} */ ([
  ["goals", () => countedAs("goal").length, listed("goal")],
  ["measures", () => countedAs("proposal").length, listed("proposal")],
  ["actors", () => countedAs("actor").length, listed("actor")],
  ["sources", () => sources.length, { view: "kilder" }],
  ["stated", () => counts.stated, { view: "tabell", params: { del: "forbindelser", grunnlag: "sagt", sett: "innhold" } }],
  ["interpreted", () => counts.interpreted, { view: "tabell", params: { del: "forbindelser", grunnlag: "tolket", sett: "innhold" } }],
]);
/** Questions to begin with where a project names none: as many of these as there is room for. */
const USUAL = ["malbilder-uten-tiltak", "hvem-skal-gjore-forslagene", "hva-ble-lovet", "utfordringer-uten-tiltak", "maltall-og-penger", "hva-skjedde-nar", "visjonen"];
const ROOM = 4;
const WAYS = ["kart", "tabell", "dekning", "ansvar", "tre", "tidslinje", "kilder", "spor"];

/** What to do in a project without sources. */
const beginning = () => [
  make("h2", {}, say("start.begin")),
  make("p", { class: "lead" }, say("start.begin_lead")),
  make("ol", { class: "asks" }, ...["text", "said", "check", "build"].map((key) => make("li", {}, say(`start.begin_${key}`)))),
];

/** The questions to begin with: the project's own, else some that it has. @returns {{question: string, values: Record<string, string>, text: import("../shared/state.js").Text}[]} */
function begun() {
  if (data.asks.length) return data.asks;
  const usual = USUAL.flatMap((name) => questions.filter((each) => each.name === name));
  return usual.slice(0, ROOM).map(({ name, title }) => ({ question: name, values: {}, text: title }));
}

/** @param {HTMLElement} root */
function show(root) {
  const tiles = NUMBERS.filter(([, count]) => count()).map(([key, count, place]) =>
    make("li", {}, make("a", { href: href({ path: [], ...place }), class: `tile ${key}` },
      make("strong", {}, [standingOf(key)?.sign, number(count())].filter(Boolean).join(" ")), " ",
      make("span", {}, say(`start.${key}${count() === 1 ? "_one" : ""}`), key === "interpreted" && !state.readings && ` (${say("start.hidden")})`))));
  const asked = begun().map(({ question, values, text }) =>
    make("li", {}, make("a", { href: href({ view: "spor", path: [question], params: values }) }, tell(text))));
  const ways = WAYS.map((id) =>
    make("li", {}, make("a", { href: href({ view: id, path: [], params: {} }) }, make("strong", {}, sayOf(id, "name")), make("span", {}, sayOf(id, "about")))));
  const plain = beside("network");
  if (!sources.length) return root.replaceChildren(...beginning());
  root.replaceChildren(
    make("h2", {}, say("start.title")),
    make("p", { class: "lead" }, say("start.lead")),
    make("ul", { class: "tiles" }, ...tiles),
    make("p", { class: "promise" }, say("start.promise")),
    make("p", { class: "promise" }, tell(data.readings)),
    ...(asked.length ? [make("h3", {}, say("start.ask")), make("ul", { class: "asks" }, ...asked)] : []),
    make("h3", {}, say("start.look")),
    make("ul", { class: "ways" }, ...ways, plain && make("li", {}, make("a", { href: plain }, make("strong", {}, say("start.plain")), make("span", {}, say("start.plain_about"))))),
  );
}

/** @type {import("../shared/state.js").View} */
export const view = { id: "start", show };
