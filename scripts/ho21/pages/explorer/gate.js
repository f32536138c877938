// A query is looked at before the engine sees it: the same verdicts as gate.py, word by word.

/**
 * @typedef {{ kind: string, text: string, depth: number, links: boolean }} Token
 * @typedef {Record<string, string | number>} Fields
 */

/** What is wrong with a query: the key of a sentence in spor.toml and what fills it. */
export class Fault extends Error {
  /**
   * @param {string} key
   * @param {Fields} [fields]
   */
  constructor(key, fields = {}) {
    super(key);
    this.key = key;
    this.fields = fields;
    /** @type {number | null} */
    this.line = typeof fields.line === "number" ? fields.line : null;
    /** @type {number | null} */
    this.column = typeof fields.column === "number" ? fields.column : null;
  }
}

const DEEPEST = 100;
const MOST_PARTS = 2000;
const W = String.raw`[\p{L}\p{N}_]`;
const START = String.raw`[\p{L}\p{Nl}\p{No}_]`;

// As the engine reads: an escape belongs to its IRI or name, and a keyword may touch what follows.
const TOKEN = new RegExp(
  [
    String.raw`(?<skip>[ \t\r\n]+|#[^\n\r]*)`,
    String.raw`(?<string>"""(?:[^"\\]|\\.|"(?!""))*"""|'''(?:[^'\\]|\\.|'(?!''))*'''` +
      String.raw`|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')`,
    String.raw`(?<iri><(?:[^<>"{}|^${"`"}\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)`,
    String.raw`(?<variable>[?$]${W}+)`,
    String.raw`(?<tag>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)`,
    String.raw`(?<number>\p{Nd}+(?:\.\p{Nd}*)?(?:[eE][+\-]?\p{Nd}+)?)`,
    String.raw`(?<name>(?:${START}[\p{L}\p{N}_.\-]*)?:(?:(?:[\p{L}\p{N}_:%]|\\.)(?:[\p{L}\p{N}_.:%\-]|\\.)*)?)`,
    String.raw`(?<word>${START}${W}*)`,
    String.raw`(?<mark>\|\||&&|\^\^|.)`,
  ].join("|"),
  "yus",
);
const SERVICE = /(?:^|\.)(?:TRUE|FALSE)?SERVICE/iu;
const FROM = new RegExp(`^(${W}*?)(FROM)(NAMED)?$`, "iu");
const GLUED = /^(?:PREFIX|FROM|NAMED)/iu;
const UPDATES = new Set(
  "INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY WITH".split(" "),
);
const FORMS = new Set(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]);
const CHAINED = new Set([..."({[<!+-^/*?|.;&", "||", "&&"]);
const TERMS = new Set(["iri", "name", "string", "number", "variable", "tag"]);
const ENDS = new Set([")", "]", "}", "TRUE", "FALSE"]);

/**
 * Let a query through to the engine, or throw a Fault: updates, SERVICE, a graph in FROM that is
 * not there, and what is so deep or long that it would crash the engine.
 * @param {string} query
 * @param {Record<string, string>} prefixes ours, which need not be declared
 * @param {string[]} graphs those there are
 * @param {string} base what a relative IRI is relative to
 * @returns {{ triples: boolean, dataset: boolean }} whether the answer is triples, and whether the query names its graphs
 */
export function admit(query, prefixes, graphs, base) {
  const ours = new Map(Object.entries(prefixes));
  const tokens = [...keywords(query, new Set(ours.keys()))];
  const words = tokens.filter((each) => each.kind === "word").map((each) => each.text);
  const first = words.find((word) => UPDATES.has(word) || FORMS.has(word)) ?? "";
  if (UPDATES.has(first)) throw new Fault("query-update", { word: first });
  const called = tokens.filter((each) => each.kind === "name" || each.kind === "word");
  if (called.some((each) => SERVICE.test(each.text))) throw new Fault("query-service");
  if (tokens.some((each) => each.depth > DEEPEST)) {
    throw new Fault("query-deep", { limit: DEEPEST });
  }
  if (tokens.filter((each) => each.links).length > MOST_PARTS) {
    throw new Fault("query-long", { limit: MOST_PARTS });
  }
  const there = new Set(graphs);
  const named = [...from(tokens, ours, base)];
  for (const graph of named) {
    if (there.has(graph)) continue;
    const known = [...graphs].sort().map((each) => `<${each}>`);
    throw new Fault("query-graph", { graph: `<${graph}>`, known: known.join(", ") });
  }
  // A form may touch what follows it, as in CONSTRUCTWHERE.
  const form = words.find((word) => /^(?:SELECT|ASK|CONSTRUCT|DESCRIBE)/u.test(word)) ?? "";
  return { triples: /^(?:CONSTRUCT|DESCRIBE)/u.test(form), dataset: named.length > 0 };
}

/**
 * @param {string} query
 * @returns {Generator<Token>}
 */
function* read(query) {
  /** @type {string[]} */
  const brackets = [];
  let last = { kind: "", text: "" };
  /** Whether a list of values may begin. */ let values = false;
  let at = 0;
  while (at < query.length) {
    TOKEN.lastIndex = at;
    const groups = TOKEN.exec(query)?.groups ?? {};
    let kind = Object.keys(groups).find((each) => groups[each] !== undefined) ?? "mark";
    let text = groups[kind] ?? query.charAt(at);
    const inner = brackets.at(-1) ?? "";
    const ended = TERMS.has(last.kind) || ENDS.has(last.text);
    if (kind === "iri" && inner === "(" && ended && !brackets.includes("values")) {
      // Here «<» may also mean «less than», and what follows be anything.
      if (/[#']/u.test(text)) throw new Fault("query-unclear", { words: text });
      kind = "mark";
      text = "<";
    }
    at += text.length;
    if (kind === "skip") continue;
    if (kind === "word") {
      text = text.toUpperCase();
      values ||= text === "VALUES";
    } else if (kind === "mark" && "({[".includes(text)) {
      /** @type {boolean} */ const block = values && text === "{";
      brackets.push(block ? "values" : text);
      values &&= !block;
    } else if (kind === "mark" && ")}]".includes(text)) {
      brackets.pop();
    }
    // Terms side by side in brackets are a collection; a list of values has commas.
    const collected = inner === "(" && TERMS.has(kind) && TERMS.has(last.kind);
    const listed = text === "," && inner !== "(";
    const chained = kind === "mark" && CHAINED.has(text);
    last = { kind, text };
    yield { kind, text, depth: brackets.length, links: collected || listed || chained };
  }
}

/**
 * The tokens, each keyword by itself even where nothing parts it from what follows.
 * @param {string} query
 * @param {Set<string>} declared
 * @returns {Generator<Token>}
 */
function* keywords(query, declared) {
  let last = "";
  for (const token of read(query)) {
    const { kind } = token;
    let { text } = token;
    while (kind === "name" && !declared.has(before(text)) && last !== "PREFIX") {
      const glued = GLUED.exec(text);
      if (!glued) break;
      last = glued[0].toUpperCase();
      yield word(last);
      text = text.slice(glued[0].length);
    }
    if (kind === "name" && last === "PREFIX") declared.add(before(text));
    last = kind === "word" ? text : "";
    const parts = kind === "word" ? FROM.exec(text) : null;
    if (parts) {
      for (const each of parts.slice(1)) if (each) yield word(each);
    } else {
      yield { ...token, text };
    }
  }
}

/**
 * @param {string} text
 * @returns {Token}
 */
function word(text) {
  return { kind: "word", text, depth: 0, links: false };
}

/** @param {string} name */
function before(name) {
  return name.slice(0, name.indexOf(":"));
}

/**
 * The IRIs in FROM and FROM NAMED, in full.
 * @param {Token[]} tokens
 * @param {Map<string, string>} prefixes
 * @param {string} base
 * @returns {Generator<string>}
 */
function* from(tokens, prefixes, base) {
  const end = { kind: "", text: "", depth: 0, links: false };
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== "word") continue;
    const following = tokens[at + 1] ?? end;
    const second = tokens[at + 2] ?? end;
    if (token.text === "BASE") {
      base = iri(following, prefixes, base);
    } else if (token.text === "PREFIX") {
      const name = following.text.split(":", 1)[0] ?? "";
      prefixes.set(name, iri(second, prefixes, base));
    } else if (token.text === "FROM") {
      const named = following.kind === "word" && following.text === "NAMED";
      yield iri(named ? second : following, prefixes, base);
    }
  }
}

/**
 * @param {Token} token
 * @param {Map<string, string>} prefixes
 * @param {string} base
 */
function iri(token, prefixes, base) {
  if (token.kind === "name") {
    const prefix = before(token.text);
    const rest = token.text.slice(prefix.length + 1).replace(/\\(.)/gsu, "$1");
    return (prefixes.get(prefix) ?? `${prefix}:`) + rest;
  }
  if (token.kind !== "iri") return token.text;
  const plain = token.text
    .slice(1, -1)
    .replace(/\\u(\w{4})|\\U(\w{8})/gu, (whole, short, long) => {
      const code = Number.parseInt(short ?? long, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
  if (!base || /^[A-Za-z][A-Za-z0-9+.-]*:/u.test(plain)) return plain;
  return URL.canParse(plain, base) ? new URL(plain, base).href : plain;
}
