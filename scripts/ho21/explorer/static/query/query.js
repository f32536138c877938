// Questions: the saved ones as links and forms, one's own in SPARQL, answered in the page.

import { go, href, set } from "../shared/address.js";
import { copier } from "../shared/elements.js";
import { beside } from "../shared/site-links.js";
import { data, fold, kind, make, number, questions, say, state, tell, topics } from "../shared/state.js";
import { available } from "./answers.js";
import { Asking } from "./asking.js";
import { makeEditor } from "./editor.js";
import { asked, fill, fitting, named, taken, usual } from "./parameters.js";
import { Fault } from "./preflight.js";

/**
 * @typedef {import("../shared/state.js").Question} Question
 * @typedef {import("../shared/state.js").Parameter} Parameter
 * @typedef {Awaited<ReturnType<typeof makeEditor>>} Editor
 */

const OWN = "egen";
/** A query to begin from, for names in the project's language. */
const example = () => say("query.example", { lang: data.languages[state.lang] });
/** The names that the address keeps for itself. */
const TAKEN = ["ting", "tolket", "sikkerhet", "lang", "tema"];

const asking = new Asking();
const field = make("div", { class: "field" });
/** @type {Editor | null} */ let editor = null;
let wanted = "";
/** Whether the address asks for graphs as well as a query. */ let narrowed = false;
let sought = "";
/** What was drawn last, so that opening a panel draws nothing again. */ let drawn = "";

/** Show a query in the editor; it is run when its reader says so. @param {string} text @param {boolean} graphs whether graphs are named beside it */
export function prefill(text, graphs) {
  wanted = text;
  narrowed = graphs;
}

/** A parameter's name in the address. @param {string} name */
const inAddress = (name) => (TAKEN.includes(name) ? `p-${name}` : name);

/** The list, narrowed as one types. */
function list() {
  const input = make("input", { type: "search", id: "spor-filter", value: sought, autocomplete: "off" });
  const hits = make("p", { role: "status", class: "small" });
  const sections = topics.map(({ key, name, questions: names }) => {
    const items = names.flatMap((one) => questions.filter((each) => each.name === one)).map(item);
    return make("section", { "data-group": key }, make("h3", {}, tell(name)), make("ul", {}, ...items));
  });
  const narrow = () => {
    sought = input.value;
    const words = fold(sought).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const group of sections) {
      for (const each of group.querySelectorAll("li")) {
        each.hidden = !words.every((word) => fold(each.textContent ?? "").includes(word));
        count += each.hidden ? 0 : 1;
      }
      group.hidden = !group.querySelector("li:not([hidden])");
    }
    hits.textContent = say(count === 1 ? "query.one_question" : "query.count", { count: number(count) });
  };
  input.addEventListener("input", narrow);
  narrow();
  const own = make("p", {}, make("a", { href: href({ path: [OWN], params: {} }), class: "button" }, say("query.own")));
  return [own, make("p", { class: "filter" }, make("label", { for: "spor-filter" }, say("query.filter")), input, hits), make("div", { class: "groups" }, ...sections)];
}

/** @param {Question} question */
function item(question) {
  const chosen = asked(question).map(({ label }) => tell(label)).join("; ");
  const more = chosen ? [" ", make("span", { class: "small" }, say("query.chosen", { what: chosen }))] : [];
  return make("li", {}, make("a", { href: href({ path: [question.name], params: {} }), "data-question": question.name }, tell(question.title)), ...more);
}

/** The field of one parameter, and what it says. @param {Parameter} parameter @param {string} value */
function control(parameter, value) {
  const id = `spor-${parameter.name}`;
  const what = taken(parameter);
  /** @type {Map<string, string>} */ const keys = new Map();
  const input = make("input", { type: "text", id, name: parameter.name, autocomplete: "off", spellcheck: "false", inputmode: what === "number" && "decimal" });
  /** @type {HTMLElement[]} */ const parts = [make("label", { for: id }, tell(parameter.label)), input];
  if (what === "thing") {
    const some = fitting(parameter);
    for (const thing of [...some].sort((one, other) => tell(one.name).localeCompare(tell(other.name), data.languages[state.lang]))) {
      const label = tell(thing.name);
      keys.set(keys.has(label) ? `${label} (${kind(thing)}, ${thing.key})` : label, thing.key);
    }
    input.setAttribute("list", `${id}-list`);
    input.value = [...keys].find(([, key]) => key === named(value)?.key)?.[0] ?? value;
    parts.push(make("datalist", { id: `${id}-list` }, ...[...keys.keys()].map((label) => make("option", { value: label }))));
  } else input.value = what === "number" && state.lang === "nb" ? value.replace(".", ",") : value;
  const read = () => {
    const given = input.value.trim();
    if (what === "number") return given.replace(",", ".");
    return what === "text" ? input.value : keys.get(given) ?? named(given, fitting(parameter))?.key ?? given;
  };
  return { input, read, root: make("div", { class: "parameter" }, ...parts) };
}

/** A question's text as one goes on with it: without what is told only of the question as it was. @param {string} text */
const begun = (text) => text.replace(/^# (?:(?:answer|empty)-[a-z]+|nearest|topic|terms): .*\n/gm, "");

/** A saved question: its form, its answer, its text. @param {Question} question */
function one(question) {
  const mine = asked(question);
  const values = Object.fromEntries(mine.map((each) => [each.name, state.params.get(inAddress(each.name)) ?? usual(each)]));
  /** @type {HTMLElement[]} */ const parts = [back(), make("h3", {}, tell(question.title))];
  if (mine.length) {
    const controls = mine.map((each) => control(each, values[each.name] ?? ""));
    const form = make("form", { class: "form" }, ...controls.map(({ root }) => root), make("button", { type: "submit", id: "spor-submit" }, say("query.ask")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const params = Object.fromEntries(mine.map((each, at) => [inAddress(each.name), controls[at]?.read() ?? ""]));
      go({ params });
    });
    parts.push(form);
  }
  let text = question.text;
  try {
    text = fill(question, values);
    if (available()) asking.ask(text, { stated: !state.readings, name: question.name, title: tell(question.title), saved: { question, values } });
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    asking.clear();
    parts.push(make("p", { class: "fault", role: "alert" }, say(fault.words, fault.fields)));
  }
  const code = make("details", { class: "sparql" }, make("summary", {}, say("query.show")),
    make("p", { class: "files" }, copier(say("query.copy"), () => text), ...page(question)),
    make("pre", { tabindex: 0, role: "region", "aria-label": "SPARQL" }, text));
  const edit = make("a", { href: href({ path: [OWN], params: { q: begun(text) } }), class: "button", "data-control": "edit" }, say("query.edit"));
  return [...parts, make("div", { class: "how-asked" }, ...readings(), edit), ...unable(), asking.root, code];
}

/** The question's own page, where there is one. @param {Question} question */
function page({ name }) {
  const address = beside(`query/${name}`);
  return address ? [" ", make("a", { href: address }, say("query.own_page"))] : [];
}

/** Where programs ask the same. */
function endpoint() {
  if (!data.endpoint) return [];
  const { origin, pathname } = new URL(data.endpoint, location.href);
  const [before, after] = say("query.endpoint").split("{address}");
  return [make("p", { class: "small" }, before, make("code", {}, `${origin}${pathname}`), after)];
}

/** A query of one's own. */
function own() {
  const text = state.params.get("q");
  const run = make("button", { type: "button", id: "spor-run", class: "run" }, say("query.run"));
  run.addEventListener("click", ask);
  if (text !== undefined && available()) {
    asking.ask(text, { stated: !state.readings, name: "svar", title: say("query.own") });
  } else asking.clear();
  wanted = text ?? (editor ? editor.get() : wanted || example());
  return [
    back(), make("h3", {}, say("query.own")), make("p", { class: "small" }, say("query.own_help")), ...endpoint(),
    ...(narrowed && text === undefined ? [make("p", { class: "notice" }, say("query.graphs_not_here"))] : []), ...readings(), ...unable(),
    ...(available() ? [field, make("p", { id: "spor-keys", class: "small" }, say("query.keys")), make("p", { class: "files" }, run, " ", copier(say("query.copy_link"), () => location.href)), asking.root]
      : [make("pre", { tabindex: 0, role: "region", "aria-label": "SPARQL" }, wanted)]),
  ];
}

/** Ask what stands in the editor. */
function ask() {
  if (!editor) return;
  const text = editor.get();
  if (state.params.get("q") === text) asking.ask(text, { stated: !state.readings, name: "svar", title: say("query.own") }, true);
  else go({ params: { q: text } });
}

/** Start the editor, and let it show what the address says. */
async function edit() {
  if (!available() || state.view !== "spor" || state.path[0] !== OWN) return;
  if (!field.hasChildNodes()) {
    const place = make("div");
    field.append(place);
    field.setAttribute("aria-busy", "true");
    editor = await makeEditor(place, { value: wanted, run: ask });
    field.removeAttribute("aria-busy");
    field.dataset.ready = "true";
  }
  if (!editor) return;
  if (editor.get() !== wanted) editor.set(wanted);
  editor.name();
  point();
}

/** Show in the editor where a query is wrong. */
function point() {
  const fault = state.path[0] === OWN ? asking.done?.fault : null;
  editor?.point(fault?.line ?? null, fault?.column ?? null);
  const { line, column } = fault ?? {};
  if (!editor || !line || !column) return;
  const button = make("button", { type: "button", class: "small-button" }, say("query.go_there"));
  button.addEventListener("click", () => editor?.go(line, column));
  asking.result.replaceChildren(button);
}

/** Whether our readings are asked too. */
function readings() {
  const box = make("input", { type: "checkbox", id: "spor-readings" });
  box.checked = state.readings;
  box.addEventListener("change", () => set({ readings: box.checked }));
  const said = !state.readings ? say("query.stated_only") : state.least ? say("query.least_not_here", { least: number(state.least) }) : "";
  // What is said stays on paper, the choice does not.
  return [make("p", { class: "readings" }, make("label", {}, box, say("common.readings_shown"))), ...(said ? [make("p", { class: "small", id: "spor-stated" }, said)] : [])];
}

/** That this browser cannot answer. */
const unable = () => (available() ? [] : [make("p", { class: "notice fault" }, say("query.unavailable"))]);

const back = () => make("p", { class: "back" }, make("a", { href: href({ path: [], params: {} }) }, say("query.all")));

/** @param {HTMLElement} root */
function show(root) {
  const { lang, theme, readings: read, least, path, params } = state;
  const now = JSON.stringify([lang, theme, read, least, path, [...params]]);
  if (now === drawn) return;
  drawn = now;
  const held = document.activeElement;
  const inside = held !== null && root.contains(held);
  const id = inside ? held.id : "";
  const question = questions.find(({ name }) => name === path[0]);
  const body = path[0] === OWN ? own() : question ? one(question) : list();
  if (!question && path[0] !== OWN) asking.clear();
  const lost = path[0] && path[0] !== OWN && !question;
  root.replaceChildren(
    make("h2", {}, say("query.title")),
    make("p", {}, say(data.endpoint ? "query.about_served" : "query.about_long", { count: number(questions.length) })),
    ...(lost ? [make("p", { class: "notice" }, say("query.unknown", { name: path[0] ?? "" }))] : []),
    ...(path[0] || available() ? [] : unable()),
    ...body,
  );
  // What is made anew is found by its id; the editor's field is the same one, put back.
  const again = id ? document.getElementById(id) : held;
  if (inside && again instanceof HTMLElement && root.contains(again)) again.focus();
  edit();
}

asking.told = point;

/** @type {import("../shared/state.js").View} */
export const view = { id: "spor", paths: null, show };
