// The engine: Oxigraph as WebAssembly in a classic worker. It is handed all it needs and fetches
// nothing; the page may end it at any time.

import { initSync, Store } from "oxigraph";

/**
 * @typedef {{ kind: "begin", module: WebAssembly.Module, quads: string, read: string[] }} Begin
 * @typedef {{ kind: "ask", id: number, text: string, stated: boolean, triples: boolean, most: number }} Ask
 */

/** @type {Begin | null} */
let given = null;
/** @type {Map<boolean, Store>} */
const stores = new Map();

/**
 * The store, loaded when first asked for: every named graph, and their union as the default graph.
 * The engine's own switch for a union is not used, since with it FROM is ignored.
 * @param {boolean} stated without the graphs that are read
 */
function store(stated) {
  const ready = stores.get(stated);
  if (ready) return ready;
  if (!given) throw new Error("no quads");
  const read = new Set(stated ? given.read : []);
  /** @type {string[]} */
  const quads = [];
  /** @type {string[]} */
  const triples = [];
  for (const line of given.quads.split("\n")) {
    // No IRI holds a space, so the graph begins after the last « <».
    const at = line.lastIndexOf(" <");
    if (at < 0 || read.has(line.slice(at + 2, line.lastIndexOf(">")))) continue;
    quads.push(line);
    triples.push(`${line.slice(0, at)} .`);
  }
  const made = new Store();
  const options = { format: "application/n-quads", lenient: true, no_transaction: true };
  made.load(quads.join("\n"), options);
  made.load(triples.join("\n"), options);
  stores.set(stated, made);
  return made;
}

/**
 * @param {Ask} ask
 * @returns {Record<string, unknown>}
 */
function answer(ask) {
  const all = store(ask.stated);
  const format = ask.triples ? "application/n-triples" : "application/sparql-results+json";
  const found = all.query(ask.text, { results_format: format });
  if (typeof found !== "string") throw new Error("no text");
  if (ask.triples) {
    return { kind: "triples", text: found };
  }
  const json = JSON.parse(found);
  const blob = new Blob([found, "\n"], { type: "application/sparql-results+json" });
  if (typeof json.boolean === "boolean") return { kind: "boolean", boolean: json.boolean, blob };
  const rows = json.results.bindings;
  const count = rows.length;
  return { kind: "rows", variables: json.head.vars, rows: rows.slice(0, ask.most), count, blob };
}

/** @param {MessageEvent<Begin | Ask>} event */
self.onmessage = ({ data }) => {
  if (data.kind === "begin") {
    given = data;
    initSync({ module: data.module });
    return;
  }
  try {
    self.postMessage({ id: data.id, ...answer(data) });
  } catch (error) {
    // After a trap of WebAssembly nothing in this worker can be trusted: the page replaces it.
    const crashed = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
    const message = error instanceof Error ? error.message : String(error);
    self.postMessage({ id: data.id, kind: crashed ? "crash" : "fault", message });
  }
};
