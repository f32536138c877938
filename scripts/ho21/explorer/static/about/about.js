// About: who made this, how, what it cannot tell, how far it is reviewed, and how to cite it.

import { href } from "../shared/address.js";
import { copier, outside } from "../shared/elements.js";
import { libraries } from "../shared/frame.js";
import { countedAs, data, date, inside, make, number, readable, say, sources, state, tell } from "../shared/state.js";
import { begin } from "../tour/tour.js";

/** @typedef {import("../shared/state.js").Source} Source */
/** @typedef {import("../shared/state.js").Text} Text */

/** What the project says of itself; a page made of a graph alone has nothing. */
const project = data.project ?? { publishers: [], made: null, contact: null, rights: null, description: null, version: "", limits: [] };

/** @param {(Text | null | undefined)[]} some */
const told = (some) => some.flatMap((each) => (each && tell(each) ? [make("p", {}, tell(each))] : []));

/** @param {string} key @param {(Node | string)[]} parts */
const section = (key, parts) => (parts.length
  ? [make("section", { "data-part": key }, make("h3", {}, say(`about.${key}`)), ...parts)] : []);

/** @param {string[]} lines */
const points = (lines) => make("ul", { class: "points" }, ...lines.map((line) => make("li", {}, line)));

function made() {
  const who = project.publishers.map(inside);
  const by = who.length ? [make("p", {}, say("about.made_by", { who: new Intl.ListFormat(state.lang).format(who) }))] : [];
  return [...by, ...told([project.made])];
}

/** A source, when its text was captured, and how much of it is in the graph. @param {Source} source */
function known(source) {
  const item = make("li", {}, readable(source)
    ? make("a", { href: href({ view: "kilder", path: [source.slug], params: {} }) }, tell(source.name)) : tell(source.name));
  const parts = [];
  if (source.captured) parts.push(say("about.captured", { date: date(source.captured.slice(0, 10)) }));
  if (source.coverage?.characters) {
    const { characters, stated } = source.coverage;
    parts.push(say("about.source_read", { quoted: number(Math.round((100 * stated) / characters)) }));
  }
  item.append(...(parts.length ? [make("span", { class: "small" }, ` ${parts.join("; ")}`)] : []));
  return item;
}

function limits() {
  const [all, we] = [countedAs("actor").length, countedAs("unspecified").length];
  return [
    ...told(project.limits),
    make("p", {}, say("about.limits_only")),
    make("ul", { class: "points" }, ...sources.map(known)),
    make("p", {}, say("common.made_of_us")),
    ...(we ? [make("p", {}, say("about.actors", { all, we, named: all - we }))] : []),
  ];
}

function reviewed() {
  if (!tell(data.readings)) return [make("p", {}, say("about.review_nothing"))];
  const parts = told([data.readings]);
  if (data.second) {
    const { agree, arguable, wrong, readers } = data.second;
    const rows = agree + arguable + wrong;
    const who = new Intl.ListFormat(state.lang).format(readers.map(tell));
    const share = number(Math.round((100 * agree) / rows));
    parts.push(make("p", {}, say("about.second", { agree, arguable, wrong, rows, who, share })));
  }
  return [...parts, ...told([data.own_readings])];
}

function asked() {
  const contact = project.contact;
  if (!contact) return [make("p", {}, say("about.contact_none"))];
  const line = make("p", {}, `${tell(contact.name)}: `);
  if (contact.mail) line.append(make("a", { href: `mailto:${contact.mail}` }, contact.mail));
  if (contact.mail && contact.page) line.append(" · ");
  if (contact.page) line.append(outside(contact.page, contact.page));
  return [line];
}

function cited() {
  const own = data.citations?.own[state.lang];
  if (!own) return [];
  const copies = data.citations.forms.map((/** @type {[string, Text]} */ [form, label]) => copier(tell(label), () => own[form]));
  return [make("p", {}, say("about.cite_lead")), make("p", { class: "cited" }, own.text), make("div", { class: "copies" }, ...copies)];
}

const keys = () => [make("dl", {}, ...[["/", "slash"], ["Tab", "tab"], ["Esc", "escape"]].flatMap(([key, name]) =>
  [make("dt", {}, make("kbd", {}, key)), make("dd", {}, say(`about.keys_${name}`))]))];

function terms() {
  const parts = [];
  if (data.licence.name) parts.push(make("p", {}, outside(data.licence.url, data.licence.name)));
  const edition = [project.version && say("about.edition", { version: project.version }), data.issued && date(data.issued)].filter(Boolean);
  if (edition.length) parts.push(make("p", {}, edition.join(", ")));
  return [...parts, ...told([project.rights])];
}

/** @param {HTMLElement} root */
function show(root) {
  const tour = make("button", { type: "button" }, say("about.tour"));
  tour.addEventListener("click", begin);
  const method = ["stated", ...(tell(data.readings) ? ["read"] : []), "gap", "check"];
  root.replaceChildren(
    make("h2", {}, say("about.title")),
    ...told([project.description]),
    make("p", {}, tour),
    ...section("made", made()),
    ...section("method", [points(method.map((key) => say(`about.${key}`)))]),
    ...section("limits", limits()),
    ...section("review", reviewed()),
    ...section("contact", asked()),
    ...section("cite", cited()),
    ...section("keys", keys()),
    ...section("licence", terms()),
    ...section("libraries", [make("p", {}, say("about.libraries_lead")), libraries()]),
  );
}

/** @type {import("../shared/state.js").View} */
export const view = { id: "om", show };
