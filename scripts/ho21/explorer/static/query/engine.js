// The page's side of the engine: unpacked when first needed, asked one query at a time, ended and
// replaced when it runs away or crashes.

import { MissingFile } from "../shared/beside.js";
import { data } from "../shared/state.js";
import { MOST_ROWS, triplesOf, unpack, unpackText } from "./answers.js";
import { Fault, admit } from "./preflight.js";

/**
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {{ resolve: (answer: Answer) => void, reject: (fault: Fault) => void, query: string, ask: object }} Waiting
 */

// So much stands after each query that the engine never comes to the end of it in a keyword.
const MARGIN = `\n${" ".repeat(32)}`;
/** @type {{ iri: string, read: boolean }[]} */
const graphs = data.graphs;
/** @type {Record<string, string>} */
const prefixes = data.prefixes;
// Our base and prefixes need not be declared; they stand on the query's own first line.
const HEAD = (data.base ? `BASE <${data.base}> ` : "") + Object.entries(prefixes)
  .map(([name, iri]) => `PREFIX ${name}:<${iri}> `)
  .join("");

/** @type {Promise<[WebAssembly.Module, string, string]> | null} */
let unpacked = null;
/** @type {Worker | null} */
let worker = null;
/** @type {Map<number, Waiting>} */
const waiting = new Map();
let asked = 0;

/** Whether this browser can run the engine. */
function available() {
  return ["WebAssembly", "DecompressionStream", "Worker"].every((name) => name in globalThis);
}

/** Whether the engine has been started, for the tests. */
export function started() {
  return worker !== null;
}

/**
 * Answer a query over the union of the named graphs.
 * @param {string} text
 * @param {import("./answers.js").Options} [options]
 * @returns {Promise<Answer>} or a Fault: what is wrong, and where
 */
export async function run(text, { stated = false, signal } = {}) {
  if (!available()) throw new Fault("unavailable");
  const there = graphs.filter((each) => !(stated && each.read)).map((each) => each.iri);
  const { triples } = admit(text, prefixes, there, data.base);
  const engine = await start();
  if (signal?.aborted) throw new Fault("stopped");
  asked += 1;
  const id = asked;
  const cancel = () => drop(id);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    return await new Promise((resolve, reject) => {
      const ask = { kind: "ask", id, text: HEAD + text + MARGIN, stated, triples, most: MOST_ROWS };
      waiting.set(id, { resolve, reject, query: text, ask });
      engine.postMessage(ask);
    });
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
}

/** End one query, and the worker with it; what else waits is asked again. @param {number} id */
async function drop(id) {
  const one = waiting.get(id);
  if (!one) return;
  waiting.delete(id);
  worker?.terminate();
  worker = null;
  one.reject(new Fault("stopped"));
  if (!waiting.size) return;
  const there = await start();
  for (const each of waiting.values()) there.postMessage(each.ask);
}

/** @returns {Promise<Worker>} */
async function start() {
  unpacked ??= Promise.all([unpack("wasm").then(WebAssembly.compile), unpackText("quads"), unpackText("engine")]);
  const [module, quads, code] = await unpacked.catch((error) => {
    if (!(error instanceof MissingFile)) throw new Fault("forbidden");
    unpacked = null;
    throw new Fault("lacking", error.fields, error.key);
  });
  if (worker) return worker;
  const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  worker = new Worker(address);
  URL.revokeObjectURL(address);
  worker.onmessage = ({ data: said }) => hear(said);
  worker.onerror = () => end(new Fault("crashed"));
  const read = graphs.filter((each) => each.read).map((each) => each.iri);
  worker.postMessage({ kind: "begin", module, quads, read });
  return worker;
}

/** @param {Fault} fault */
function end(fault) {
  worker?.terminate();
  worker = null;
  const left = [...waiting.values()];
  waiting.clear();
  for (const each of left) each.reject(fault);
}

/** @param {any} said */
function hear(said) {
  const one = waiting.get(said.id);
  if (!one) return;
  if (said.kind === "crash") {
    end(new Fault("crashed"));
    return;
  }
  waiting.delete(said.id);
  if (said.kind === "fault") {
    one.reject(faultOf(one.query, said.message));
  } else if (said.kind === "triples") {
    one.resolve(triplesOf(said.text));
  } else {
    one.resolve(said);
  }
}

/**
 * The fault that a message of the engine tells of: ``error at 1:17: expected …``. Where only
 * keywords are expected, the engine tells where the longest of them would have ended.
 * @param {string} query
 * @param {string} message
 */
function faultOf(query, message) {
  const found = /\b(\d+):(\d+)\b(?:: expected (?:one of )?(.*))?/su.exec(message);
  if (!found) return new Fault("query-failed", { why: message });
  const text = [...query];
  const lines = (HEAD + query + MARGIN).split("\n");
  const above = lines.slice(0, Number(found[1]) - 1);
  let at = above.reduce((sum, line) => sum + [...line].length + 1, 0) + Number(found[2]) - 1;
  at -= [...HEAD].length;
  const expected = (found[3] ?? "").split(", ");
  if (expected.every((each) => /^(?:[A-Za-z]\w+|\[_\])$/u.test(each))) {
    const sizes = expected.filter((each) => each !== "[_]").map((each) => each.length);
    at -= sizes.length ? Math.min(...sizes) : 0;
  }
  const before = text.slice(0, Math.max(at, 0)).join("");
  const trimmed = at > text.length ? before.replace(/[ \t\r\n]+$/u, "") : before;
  const line = trimmed.split("\n").length;
  const column = [...trimmed.slice(trimmed.lastIndexOf("\n") + 1)].length + 1;
  return new Fault("query-syntax", { line, column });
}

/** @type {import("./answers.js").Answerer} */
export const engine = { available, run };
