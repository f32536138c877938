// An answer as people read it: a table where things are links, words are quoted with their place,
// and each row says what it rests on; and the same answer as files in SPARQL's own forms.

import { href } from "../shared/address.js";
import { anchor, csv, download, outside, swatch } from "../shared/elements.js";
import { vocabulary } from "../shared/site-links.js";
import { byIri, data, date, make, number, passages, questions, readable, say, sources, standing, standingOf, state, tell } from "../shared/state.js";
import { MOST_ROWS, keeping, run } from "./answers.js";
import { Fault } from "./preflight.js";
import { header } from "./sentence.js";

/**
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {import("./answers.js").Rows} Rows
 * @typedef {import("./answers.js").Row} Row
 * @typedef {import("./answers.js").Term} Term
 * @typedef {{name: string, cell: (row: Row) => (Node | string)[]}} Column
 * @typedef {Map<string, Partial<Record<string, string>>>} Labels
 */

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = new Set(["integer", "decimal", "double", "float"].map((name) => XSD + name));
const DATES = new Set(["date", "gYear", "gYearMonth"].map((name) => XSD + name));
/** So many things can still be told apart on the map. */
const MOST_ON_MAP = 120;
const TRIPLE = ["subject", "predicate", "object"];
/** What stands in another column's cell: the column it joins. @type {[string, string][]} */
const JOINED = [["place", "quote"], ["otherPlace", "otherQuote"], ["confidence", "standing"], ["reviewState", "standing"]];

/** Where the link of a row is read from its object: the same, read from the row's own thing. @type {Record<string, string>} */
const BACK = { "←": "→", "↚": "↛" };

/** The labels of what is no thing of the map, by whether readings count. @type {Map<boolean, Labels>} */
const labels = new Map();

/** Fetch the labels that an answer may need, once. @param {boolean} stated @param {AbortSignal} signal */
export async function fetchLabels(stated, signal) {
  if (labels.has(stated)) return;
  const asked = "SELECT ?node ?label { ?node skos:prefLabel ?label } ORDER BY ?node ?label";
  const answer = await run(asked, { stated, signal }).catch((fault) => {
    // The answer is there already, and is read without them too.
    if (!(fault instanceof Fault) || fault.key === "stopped") throw fault;
    return null;
  });
  if (!answer) return;
  /** @type {Labels} */ const found = new Map();
  for (const { node, label } of answer.kind === "rows" ? answer.rows : []) {
    if (node && label) found.set(node.value, { ...found.get(node.value), [label["xml:lang"] ?? ""]: label.value });
  }
  labels.set(stated, found);
}

/** What an IRI is called, if anything. @param {string} iri @param {boolean} stated */
function labelOf(iri, stated) {
  const known = labels.get(stated)?.get(iri);
  return known?.[state.lang] ?? Object.values(known ?? {})[0] ?? null;
}

/** An IRI as a prefixed name where that can be, else in angle brackets. @param {string} iri */
export function curie(iri) {
  const fits = Object.entries(/** @type {Record<string, string>} */ (data.prefixes))
    .filter(([, base]) => iri.startsWith(base) && /^(?:\w(?:[\w.-]*[\w-])?)?$/.test(iri.slice(base.length)))
    .sort(([, one], [, other]) => other.length - one.length);
  const best = fits[0];
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : `<${iri}>`;
}

/** What is known of a column. @param {string} name */
const known = (name) => (Object.hasOwn(data.headings ?? {}, name) ? data.headings[name] : null);

/** The heading of a column. @param {string} name */
function heading(name) {
  if (TRIPLE.includes(name)) return say(`query.${name}`);
  const told = known(name);
  return told ? tell(told) : name;
}

/** Words of a source, in quotation marks, in their own language. @param {Term} term */
const quoted = (term) => make("q", { lang: term["xml:lang"] ?? "nb" }, term.value);

/** The document and the passage that a place as «toppmote.txt:12» or «toppmote.txt:12–14» names. @param {string} where @param {string} quote */
function passageAt(where, quote) {
  const [, slug = "", line = ""] = /^(.+)\.txt:(\d+)(?:–\d+)?$/.exec(where) ?? [];
  const passage = passages.find((each) =>
    each.file === `${slug}.txt` && each.first === Number(line) && each.quote === quote);
  return { slug, passage };
}

/** A place, which opens in the source. @param {string} where @param {string} quote */
function placed(where, quote) {
  const { slug, passage } = passageAt(where, quote);
  if (!readable(sources.find((each) => each.slug === slug))) return where;
  /** @type {Record<string, string>} */ const params = passage ? { sted: `${passage.start}-${passage.end}` } : {};
  return make("a", { href: href({ view: "kilder", path: [slug], params, thing: null }) }, where);
}

/** The translation of a passage into the language of the page, where there is one. @param {string} where @param {string} quote */
function translated(where, quote) {
  const { passage } = passageAt(where, quote);
  const translation = passage?.translation[state.lang];
  return translation ? make("p", { class: "translation", lang: state.lang }, `“${translation}”`) : null;
}

/** A term by itself. @param {Term | undefined} term @param {boolean} stated @param {Term} [label] @returns {Node | string} */
function shown(term, stated, label) {
  if (!term) return label ? label.value : make("span", { class: "none" }, "–");
  if (term.type === "uri") return node(term.value, stated, label?.value);
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type === "triple") return JSON.stringify(term.value);
  if (term.datatype && NUMBERS.has(term.datatype) && Number.isFinite(Number(term.value))) {
    return term.value.length < 12 && !/e/i.test(term.value) ? number(term.value) : term.value;
  }
  if (term.datatype && DATES.has(term.datatype)) return date(term.value);
  if (term.datatype === `${XSD}boolean`) return say(term.value === "true" ? "query.yes" : "query.no");
  const lang = term["xml:lang"];
  return lang && lang !== state.lang ? make("span", { lang }, term.value) : term.value;
}

/** Whatever an IRI names: a thing, a text, a word of the vocabulary, or a place outside. @param {string} iri @param {boolean} stated @param {string} [label] */
function node(iri, stated, label) {
  const thing = byIri.get(iri);
  if (thing) return make("span", { class: "thing" }, swatch(thing), anchor(thing, label ?? tell(thing.name)));
  const words = label ?? labelOf(iri, stated) ?? curie(iri);
  const source = sources.find((each) => iri === `${data.base}doc/${each.slug}.txt`);
  if (source) return make("a", { href: href({ view: "kilder", path: [source.slug], params: {}, thing: null }) }, words);
  const term = iri.startsWith(`${data.base}def#`) ? vocabulary(iri.slice(data.base.length + 4)) : null;
  if (term) return make("a", { href: term, title: curie(iri) }, words);
  return iri.startsWith(data.base) ? make("span", { title: curie(iri) }, words) : outside(iri, words);
}

/** Whether a row rests on a reading. @param {Row} row */
const read = (row) => standingOf(row.standing?.value ?? "")?.reading ?? row.confidence !== undefined;

/** How a row is known, and where it is read how sure, and how far it is reviewed. @param {Row} row @param {boolean} stated */
function grounds(row, stated) {
  const { standing: term, confidence, reviewState } = row;
  if (!term) return ["–"];
  const words = standingOf(term.value) ? standing(term.value) : shown(term, stated);
  return [make("span", { class: `how ${read(row) ? "read" : "stated"}` }, words, confidence ? ` ${number(confidence.value)}` : null),
    ...(reviewState ? [make("span", { class: "small" }, shown(reviewState, stated))] : [])];
}

/** A row as it is read from its own thing: its link by the phrase that leads from there. @param {Row} row @returns {Row} */
function forward(row) {
  const { direction, relation, relationLabel } = row;
  const way = direction?.value ?? "";
  if (!direction || !relation || !relationLabel || !["→", "↛", "∅", ...Object.keys(BACK)].includes(way)) return row;
  const phrase = data.phrases[way in BACK ? "back" : "forth"][relation.value];
  return { ...row, direction: { ...direction, value: BACK[way] ?? way },
    relationLabel: phrase ? { ...relationLabel, value: tell(phrase) } : relationLabel };
}

/** The columns that people see. @param {Rows} answer @param {boolean} stated @returns {Column[]} */
function columns({ variables, rows }, stated) {
  const has = new Set(variables);
  const onward = rows.length > 0 && rows.every((row) => row.direction?.value === "→");
  const empty = (/** @type {string} */ name) => known(name.replace(/Label$/, ""))?.optional && rows.length > 0 && !rows.some((row) => row[name]);
  const away = new Set(JOINED.filter(([, home]) => has.has(home)).map(([name]) => name).concat(onward ? "direction" : []));
  const names = variables.filter((name) => !has.has(`${name}Label`) && !away.has(name) && !empty(name));
  return names.map((column) => {
    const name = column.endsWith("Label") && has.has(column.slice(0, -5)) ? column.slice(0, -5) : column;
    if (name === "standing") return { name, cell: (row) => grounds(row, stated) };
    if (/quote$/i.test(name)) {
      const at = name === "quote" ? "place" : name.replace(/Quote$/, "Place");
      return { name, cell: (row) => words(row, name, at) };
    }
    return { name, cell: (row) => [shown(row[name], stated, name === column ? undefined : row[column])] };
  });
}

/** Words and the place where they stand. @param {Row} row @param {string} name @param {string} at */
function words(row, name, at) {
  const term = row[name];
  if (!term) return ["–"];
  const where = row[at]?.value ?? "";
  return [quoted(term), row.translation ? null : translated(where, term.value), where && make("p", { class: "place" }, placed(where, term.value))]
    .filter((each) => each !== null && each !== "");
}

/** Rows as SPARQL 1.1 has them in CSV. @param {string[]} variables @param {Row[]} rows */
function asCsv(variables, rows) {
  const plain = (/** @type {Term | undefined} */ term) => {
    if (!term) return "";
    return typeof term.value === "string" ? term.value : JSON.stringify(term.value);
  };
  const text = csv([variables, ...rows.map((row) => variables.map((name) => plain(row[name])))]);
  // A row of one empty cell would be no row.
  return variables.length === 1 ? text.replace(/^(?=\r\n)/gm, '""') : text;
}

/** An answer as people read it in a workbook: a column for each thing by its name, numbers as numbers. @param {string[]} variables @param {Row[]} rows @param {boolean} stated */
function forSheet(variables, rows, stated) {
  const names = variables.filter((name) => !variables.includes(`${name}Label`));
  const text = (/** @type {Row} */ row, /** @type {string} */ name) => {
    const term = row[name];
    if (!term) return null;
    if (term.datatype && NUMBERS.has(term.datatype) && Number.isFinite(Number(term.value))) return Number(term.value);
    if (term.type !== "uri") return String(term.value);
    return standingOf(term.value) ? standing(term.value) : byIri.has(term.value) ? tell(/** @type {import("../shared/state.js").Thing} */ (byIri.get(term.value)).name) : labelOf(term.value, stated) ?? curie(term.value);
  };
  return { heads: names.map((name) => heading(name.replace(/Label$/, ""))), rows: rows.map(forward).map((row) => names.map((name) => text(row, name))) };
}

/** The files of an answer. @param {Answer} answer @param {string} name @param {boolean} stated */
function files(answer, name, stated) {
  const button = (/** @type {string} */ label, /** @type {() => Promise<void>} */ keep) => {
    const made = make("button", { type: "button", class: "small-button", "data-file": label }, say("query.keep", { form: label }));
    made.addEventListener("click", keep);
    return made;
  };
  if (answer.kind === "triples") {
    return [button("N-Triples", async () => download(`${name}.nt`, "application/n-triples", answer.text))];
  }
  const json = () => answer.blob.text();
  return [
    ...(keeping.workbook && answer.kind === "rows" ? [button("Excel", async () => {
      const all = JSON.parse(await json()).results.bindings;
      keeping.workbook?.(name, forSheet(answer.variables, all, stated));
    })] : []),
    button("CSV", async () => {
      const text = answer.kind === "boolean" ? `${answer.boolean}\n`
        : asCsv(answer.variables, JSON.parse(await json()).results.bindings);
      download(`${name}.csv`, "text/csv", text);
    }),
    button("JSON", async () => download(`${name}.json`, "application/sparql-results+json", await json())),
  ];
}

/** Triples as rows, each term read from its line. @param {string} text @returns {Row[]} */
function triples(text) {
  const term = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?/gy;
  return text.split("\n").filter(Boolean).map((line) => {
    /** @type {Term[]} */ const found = [];
    term.lastIndex = 0;
    for (let match = term.exec(line); match; match = term.exec(line)) {
      const [, iri, blank, literal, lang, datatype] = match;
      if (iri !== undefined) found.push({ type: "uri", value: unescaped(iri) });
      else if (blank !== undefined) found.push({ type: "bnode", value: blank });
      else found.push({ type: "literal", value: unescaped(literal ?? ""), ...(lang ? { "xml:lang": lang } : {}), ...(datatype ? { datatype } : {}) });
      term.lastIndex += 1;
    }
    const [subject, predicate, object] = found;
    /** @type {Row} */ const row = subject && predicate && object ? { subject, predicate, object } : { subject: { type: "literal", value: line } };
    return row;
  });
}

const LETTERS = new Map([["n", "\n"], ["r", "\r"], ["t", "\t"], ["b", "\b"], ["f", "\f"]]);

/** @param {string} text */
const unescaped = (text) =>
  text.replace(/\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)/gs, (_, short, long, letter) =>
    letter === undefined ? String.fromCodePoint(Number.parseInt(short ?? long, 16)) : LETTERS.get(letter) ?? letter);

/** The rows in groups by what some columns have, each group where it is first met. @param {Row[]} rows @param {string[]} group */
function gathered(rows, group) {
  /** @type {Map<string, Row[]>} */ const groups = new Map();
  for (const row of rows) {
    const key = JSON.stringify(group.map((name) => row[name]?.value));
    groups.set(key, [...groups.get(key) ?? [], row]);
  }
  return [...groups.values()];
}

/** A table in a region of its own. @param {Rows} answer @param {boolean} stated @param {string} title @param {string[]} [group] the columns whose values head the rows that have them */
function table(answer, stated, title, group = []) {
  const cut = answer.count > answer.rows.length;
  const rows = answer.rows.map(forward);
  const all = columns({ ...answer, rows }, stated);
  const heads = all.filter(({ name }) => group.includes(name));
  const shape = all.filter((column) => !heads.includes(column));
  // The roles stay what they are where a narrow screen lays each row out as a card.
  const head = make("tr", { role: "row" }, ...shape.map(({ name }) =>
    make("th", { scope: "col", role: "columnheader", "data-column": name }, heading(name))));
  const own = shape.map(({ name }, at) => ({
    ...(at ? { role: "cell" } : { role: "rowheader", scope: "row" }), "data-column": name, "data-head": heading(name),
  }));
  const line = (/** @type {Row} */ row) => make("tr", { role: "row", class: read(row) && "read" }, ...shape.map(({ cell }, at) =>
    make(at ? "td" : "th", own[at], ...cell(row))));
  const headed = (/** @type {Row[]} */ some) => make("tr", { role: "row", class: "group" }, make("th", { role: "rowheader", scope: "rowgroup", colspan: shape.length },
    ...heads.flatMap(({ cell }) => [...cell(some[0]), " "]), make("span", { class: "small" }, `(${number(some.length)})`)));
  const bodies = heads.length ? gathered(rows, group).map((some) => make("tbody", { role: "rowgroup" }, headed(some), ...some.map(line)))
    : [make("tbody", { role: "rowgroup" }, ...rows.map(line))];
  const count = say(answer.count === 1 ? "query.one_row" : "query.rows", { count: number(answer.count) });
  const region = make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title },
    make("table", { role: "table" }, make("caption", {}, count), make("thead", { role: "rowgroup" }, head), ...bodies));
  return [
    cut && make("p", { class: "notice", "data-cut": "" }, say("query.cut", { count: number(answer.count), most: number(MOST_ROWS) })),
    region.querySelector(".translation") && make("p", { class: "small" }, say("query.translated")),
    region,
  ];
}

/** What no rows mean to a saved question, and the question to ask instead. @param {import("../shared/state.js").Question | undefined} asked */
function meaning(asked) {
  const empty = asked && header(asked, `empty-${state.lang}`);
  const near = asked && questions.find(({ name }) => name === header(asked, "nearest"));
  if (!empty || !near) return [];
  const way = make("a", { href: href({ path: [near.name], params: {} }), "data-question": near.name }, tell(near.title));
  return [make("p", { class: "meaning" }, `${empty} `, way)];
}

/** The way to the map of the things that some rows name. @param {Row[]} rows */
function onMap(rows) {
  const keys = [...new Set(rows.flatMap((row) => Object.values(row).flatMap(({ type, value }) => (type === "uri" ? byIri.get(value)?.key ?? [] : []))))];
  if (!keys.length || keys.length > MOST_ON_MAP) return [];
  return [make("a", { class: "button small-button", "data-control": "kart", href: href({ view: "kart", path: [], params: { bare: keys.join(",") }, thing: null }) }, say("query.on_map"))];
}

/** An answer with its files. @param {Answer} answer @param {import("./asking.js").How} how */
export function answerParts(answer, { stated, name, title, saved }) {
  const kept = make("p", { class: "files" }, ...files(answer, name, stated));
  if (answer.kind === "boolean") {
    return [make("p", { class: "lead", "data-answer": answer.boolean }, say(answer.boolean ? "query.answer_yes" : "query.answer_no")), kept];
  }
  if (answer.kind === "rows") {
    if (!answer.count) return [make("p", { class: "lead" }, say(stated ? "query.empty_stated" : "query.empty")), ...meaning(saved?.question), kept];
    kept.append(" ", ...onMap(answer.rows));
    return [kept, ...table(answer, stated, title, saved ? header(saved.question, "group").split(" ") : [])];
  }
  if (!answer.count) return [make("p", { class: "lead" }, say("query.empty_triples")), kept];
  const lines = answer.text.split("\n").slice(0, MOST_ROWS).join("\n");
  const rows = { kind: /** @type {"rows"} */ ("rows"), variables: TRIPLE, rows: triples(lines), count: answer.count, blob: new Blob() };
  return [kept, ...table(rows, stated, title)];
}
