// The first screen: what this is, its numbers, questions to begin with, and the ways in.

import { href } from "../shared/address.js";
import { beside } from "../shared/site-links.js";
import { classOf, countedAs, counts, data, make, number, questions, say, sayOf, sources, standingOf, state, tell } from "../shared/state.js";
import { finding } from "./finding.js";
import { picture } from "./picture.js";

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
const ROOM = 4;
/** Who may come here, and what is for them: views, and pages where they lie beside this one. @type {[string, [string, string][]][]} */
const WAYS = [
  ["lead", [["page", "report"], ["page", "gaps"], ["view", "dekning"], ["view", "ansvar"], ["view", "kilder"]]],
  ["analyse", [["view", "kart"], ["view", "tabell"], ["view", "spor"], ["view", "tre"], ["view", "tidslinje"]]],
  ["build", [["page", "files"], ["own", "sparql"], ["page", "glossary"], ["page", "network"]]],
];
/** The pages by the names they have in the head; those that it does not lead to are not there. @type {Record<string, string>} */
const PAGES = { report: "report", gaps: "gaps", files: "files/index", glossary: "def/index", network: "network" };
/** What the head does not lead to: it is made with this page. */
const DRAWN = "network";

/** What to do in a project without sources. */
const beginning = () => [
  make("h2", {}, say("start.begin")),
  make("p", { class: "lead" }, say("start.begin_lead")),
  make("ol", { class: "begin" }, ...["text", "said", "check", "build"].map((key) => make("li", {}, say(`start.begin_${key}`)))),
];

/** The questions to begin with: the project's own, else some that it has. @returns {{question: string, values: Record<string, string>, text: import("../shared/state.js").Text}[]} */
function begun() {
  if (data.asks.length) return data.asks;
  const usual = data.begin.questions.flatMap((/** @type {string} */ name) => questions.filter((each) => each.name === name));
  return usual.slice(0, ROOM).map((/** @type {import("../shared/state.js").Question} */ { name, title }) => ({ question: name, values: {}, text: title }));
}

/** Where a page lies beside this one, if it does. @param {string} id */
const pageAt = (id) => (id === DRAWN || document.querySelector(`[data-page="${PAGES[id]}"]`) ? beside(PAGES[id]) : null);

/** One way in: what it is called, and what it is for. @param {string} sort @param {string} id */
function way(sort, id) {
  const address = sort === "page" ? pageAt(id)
    : sort === "own" ? href({ view: "spor", path: ["egen"], params: {} }) : href({ view: id, path: [], params: {} });
  const [name, about] = sort === "view" ? [sayOf(id, "name"), sayOf(id, "about")]
    : [say(id === DRAWN || sort === "own" ? `start.way_${id}` : `head.${id}`), say(`start.way_${id}_about`)];
  return address ? [make("li", {}, make("a", { href: address }, make("strong", {}, name), " ", make("span", {}, about)))] : [];
}

/** The ways in, by who comes. */
const ways = () => make("div", { class: "ways" }, ...WAYS.map(([who, some]) =>
  make("section", { "data-for": who }, make("h3", {}, say(`start.for_${who}`)), make("ul", {}, ...some.flatMap(([sort, id]) => way(sort, id))))));

/** @param {HTMLElement} root */
function show(root) {
  const tiles = NUMBERS.filter(([, count]) => count()).map(([key, count, place]) =>
    make("li", {}, make("a", { href: href({ path: [], ...place }), class: `tile ${key}` },
      make("strong", {}, [standingOf(key)?.sign, number(count())].filter(Boolean).join(" ")), " ",
      make("span", {}, say(`start.${key}${count() === 1 ? "_one" : ""}`), key === "interpreted" && !state.readings && ` (${say("start.hidden")})`))));
  const asked = begun().map(({ question, values, text }) =>
    make("li", {}, make("a", { href: href({ view: "spor", path: [question], params: values }) }, tell(text))));
  if (!sources.length) return root.replaceChildren(...beginning());
  root.replaceChildren(
    make("div", { class: "opening" },
      make("div", {}, make("h2", {}, say("start.title")), make("p", { class: "lead" }, say("start.lead")), ...finding()),
      ...picture()),
    make("ul", { class: "tiles" }, ...tiles),
    ...(asked.length ? [make("h3", {}, say("start.ask")), make("ul", { class: "asks" }, ...asked)] : []),
    ways(),
    make("p", { class: "promise" }, say("start.promise")),
    make("p", { class: "promise" }, tell(data.readings)),
  );
}

/** @type {import("../shared/state.js").View} */
export const view = { id: "start", show };
