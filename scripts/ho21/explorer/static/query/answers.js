// Who answers a query: the engine in the page, or the endpoint that the page came with. The views
// ask here and know neither.

import { fetchText, filesOf } from "../shared/beside.js";

/**
 * @typedef {{ type: "uri" | "bnode" | "literal" | "triple", value: any, "xml:lang"?: string, datatype?: string }} Term
 * @typedef {Record<string, Term>} Row
 * @typedef {{ kind: "rows", variables: string[], rows: Row[], count: number, blob: Blob }} Rows
 * @typedef {{ kind: "boolean", boolean: boolean, blob: Blob }} Truth
 * @typedef {{ kind: "triples", text: string, count: number }} Triples
 * @typedef {Rows | Truth | Triples} Answer
 * @typedef {{ stated?: boolean, signal?: AbortSignal }} Options
 * @typedef {{ available: () => boolean, run: (text: string, options?: Options) => Promise<Answer> }} Answerer
 */

/** So many rows are shown; the files hold them all. */
export const MOST_ROWS = 10_000;

/** Who keeps an answer as a workbook, where the page can. @type {{workbook: ((name: string, table: {heads: string[], rows: (string | number | null)[][]}) => void) | null}} */
export const keeping = { workbook: null };

/** @type {Answerer | null} */ let answerer = null;

/** Let someone answer from now on. @param {Answerer} one */
export function answerBy(one) {
  answerer = one;
}

/** Whether anyone can answer in this browser. */
export const available = () => answerer !== null && answerer.available();

/**
 * Answer a query over the union of the named graphs.
 * @param {string} text
 * @param {Options} [options]
 * @returns {Promise<Answer>} or a Fault: what is wrong, and where
 */
export async function run(text, options) {
  if (!answerer) throw new Error("no one answers");
  return answerer.run(text, options);
}

/** Triples, each once and in order. @param {string} text in N-Triples @returns {Triples} */
export function triplesOf(text) {
  const lines = [...new Set(text.split("\n"))].filter(Boolean).sort();
  return { kind: "triples", text: lines.map((each) => `${each}\n`).join(""), count: lines.length };
}

/** Rows or a truth, of which only so many rows are shown. @param {any} json @param {Blob} blob @returns {Rows | Truth} */
export function tableOf(json, blob) {
  if (typeof json.boolean === "boolean") return { kind: "boolean", boolean: json.boolean, blob };
  const rows = json.results.bindings;
  return { kind: "rows", variables: json.head.vars, rows: rows.slice(0, MOST_ROWS), count: rows.length, blob };
}

/**
 * The bytes of a pack that lies in the page, or beside it.
 * @param {string} name
 * @returns {Promise<ArrayBuffer>}
 */
export async function unpack(name) {
  const text = document.getElementById(`pack-${name}`)?.textContent ?? await fetchText(filesOf(name));
  const packed = Uint8Array.from(atob(text.trim()), (each) => each.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/**
 * The text of a pack that lies in the page, or beside it.
 * @param {string} name
 */
export async function unpackText(name) {
  return new TextDecoder().decode(await unpack(name));
}
