// A query is looked at before the engine sees it: the same verdicts as in Python, word by word.

/**
 * @typedef {{ kind: string, text: string, depth: number, links: boolean }} Token
 * @typedef {Record<string, string | number>} Fields
 */

/** What is wrong with a query: its key, the sentence that tells it, and what fills that. */
export class Fault extends Error {
  /**
   * @param {string} key
   * @param {Fields} [fields]
   * @param {string} [words] of another file than query.toml
   */
  constructor(key, fields = {}, words = `query.${key}`) {
    super(key);
    this.key = key;
    this.words = words;
    this.fields = fields;
    /** @type {number | null} */
    this.line = typeof fields.line === "number" ? fields.line : null;
    /** @type {number | null} */
    this.column = typeof fields.column === "number" ? fields.column : null;
  }
}

const DEEPEST = 100;
const MOST_PARTS = 2000;
// SPARQL's own letters: of a prefix; of the rest of a name; of a variable.
const BASE = String.raw`A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{EFFFF}`;
const INNER = String.raw`${BASE}_0-9\u00B7\u0300-\u036F\u203F\u2040`;
const X = "[0-9A-Fa-f]";
const CODE = String.raw`\\(?:u(?![Dd][89A-Fa-f])${X}{4}|U(?:0000(?![Dd][89A-Fa-f])|000[1-9A-Fa-f]|0010)${X}{4})`;
const ESCAPE = String.raw`(?:\\[tbnrf\\"']|${CODE})`;
const LOCAL_ESCAPE = String.raw`\\[_~.\-!$&'()*+,;=\/?#@%]|%${X}{2}`;

// As the engine reads: an escape belongs to its IRI or name, and only where it is a good one (it
// tries a string of three quotes, and where that fails, one of none); a keyword may touch what
// follows.
const TOKEN = new RegExp(
  [
    String.raw`(?<skip>[ \t\r\n]+|#[^\n\r]*)`,
    String.raw`(?<string>"""(?:[^"\\]|${ESCAPE}|"(?!""))*"""|'''(?:[^'\\]|${ESCAPE}|'(?!''))*'''` +
      String.raw`|"(?:[^"\\\n\r]|${ESCAPE})*"|'(?:[^'\\\n\r]|${ESCAPE})*')`,
    String.raw`(?<iri><(?:[^<>"{}|^${"`"}\\\x00-\x20]|${CODE})*>)`,
    String.raw`(?<variable>[?$][${INNER}]+)`,
    String.raw`(?<tag>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)`,
    String.raw`(?<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+\-]?[0-9]+)?)`,
    String.raw`(?<name>(?:[${BASE}_][${INNER}.\-]*)?:` +
      String.raw`(?:(?:[${INNER}:]|${LOCAL_ESCAPE})(?:[${INNER}.:\-]|${LOCAL_ESCAPE})*)?)`,
    String.raw`(?<word>[A-Za-z_][A-Za-z0-9_]*)`,
    String.raw`(?<mark>\|\||&&|\^\^|.)`,
  ].join("|"),
  "yus",
);
// Signs that no one sees and no query needs, not even in its strings.
const UNSEEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]/u;
// The engine ends a word where the next keyword or number may begin («a1SERVICE» is three words),
// so the word is refused wherever it stands: in a word, in a prefix, or behind a dot in a name.
const SERVICE = /^[^:]*SERVICE|\..*SERVICE/isu;
const FROM = /^(\w*?)(FROM)(NAMED)?$/iu;
const GLUED = /^(?:ASK|PREFIX|FROM|NAMED)/iu;
const UPDATES = /^(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)/iu;
/** @type {Record<string, number>} */
const DECLARATIONS = { BASE: 2, PREFIX: 3, VERSION: 2 }; // and how many words each takes
const CHAINED = new Set([..."({[<!+-^/*?|.;&", "||", "&&"]);
const TERMS = new Set(["iri", "name", "string", "number", "variable", "tag"]);
const ENDS = new Set([")", "]", "}"]);

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
  const called = tokens.filter((each) => each.kind === "name" || each.kind === "word");
  let first = 0;
  while (tokens[first]?.kind === "word" && Object.hasOwn(DECLARATIONS, tokens[first]?.text ?? "")) {
    first += DECLARATIONS[tokens[first]?.text ?? ""] ?? 1;
  }
  const operation = tokens[first];
  const update = operation && called.includes(operation) ? UPDATES.exec(operation.text) : null;
  if (update) throw new Fault("query-update", { word: update[0].toUpperCase() });
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
 * The IRIs that stand in a query, written out or by prefix, in full.
 * @param {string} query one that is admitted
 * @param {Record<string, string>} prefixes
 * @param {string} base
 */
export function namesIn(query, prefixes, base) {
  const ours = new Map(Object.entries(prefixes));
  const tokens = [...keywords(query, new Set(ours.keys()))];
  // What a prefix stands for is declared before it is used.
  [...from(tokens, ours, base)];
  return new Set(tokens.flatMap((token) => (token.kind === "iri" || token.kind === "name" ? iri(token, ours, base) : [])));
}

/**
 * @param {string} query
 * @returns {Generator<Token>}
 */
function* read(query) {
  const unseen = query.search(UNSEEN);
  if (unseen >= 0) throw strange(query, unseen);
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
    const word = last.kind === "word" && last.text !== "DISTINCT";
    const ended = word || TERMS.has(last.kind) || ENDS.has(last.text);
    if (kind === "iri" && inner === "(" && ended && !brackets.includes("values")) {
      // Here «<» may also mean «less than», and what follows be anything.
      if (/[#'()[\]]/u.test(text)) throw new Fault("query-unclear", { words: text });
      kind = "mark";
      text = "<";
    }
    if (kind === "mark" && text > "\x7f") throw strange(query, at);
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
 * A sign that cannot stand where it stands, by its code point and place.
 * @param {string} query
 * @param {number} at
 */
function strange(query, at) {
  const sign = (query.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const lines = query.slice(0, at).split("\n");
  const column = [...(lines.at(-1) ?? "")].length + 1;
  return new Fault("query-sign", { sign: `U+${sign}`, line: lines.length, column });
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
    while (kind === "name" && last !== "PREFIX") {
      const glued = GLUED.exec(text);
      const known = declared.has(before(text));
      // Where FROM may stand, the engine reads the keyword and another name.
      if (glued && known && token.depth === 0) throw new Fault("query-unclear", { words: text });
      if (known || !glued) break;
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
