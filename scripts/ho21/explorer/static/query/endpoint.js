// The endpoint that the page came with: a query is posted to it, and to no other address.

import { data, state } from "../shared/state.js";
import { tableOf, triplesOf } from "./answers.js";
import { Fault, admit } from "./preflight.js";

/** @typedef {import("./answers.js").Answer} Answer */

const JSON_ROWS = "application/sparql-results+json";
const TRIPLES = "application/n-triples";
/** A fault is told in JSON too, and never as a page. */
const ACCEPT = `${JSON_ROWS}, ${TRIPLES};q=0.9, application/json;q=0.1`;
/** A sentence is no longer than this. */
const LONGEST = 2000;

/** @type {{ iri: string, read: boolean }[]} */
const graphs = data.graphs;

/**
 * The endpoint, and which graphs it is to ask. A query that names its graphs by itself keeps them,
 * since the protocol would put those of the address in their place.
 * @param {string[] | null} chosen null for all there are
 */
function address(chosen) {
  const names = (chosen ?? []).flatMap((each) => [["default-graph-uri", each], ["named-graph-uri", each]]);
  const query = new URLSearchParams(names).toString();
  return query ? `${data.endpoint}?${query}` : data.endpoint;
}

/**
 * Ask the endpoint. The gate stands here too: what would be refused is refused in the page's
 * language before anything is sent, and «the sources alone» holds for FROM as well.
 * @param {string} text
 * @param {import("./answers.js").Options} [options]
 * @returns {Promise<Answer>}
 */
async function run(text, { stated = false, signal } = {}) {
  const there = graphs.filter((each) => !(stated && each.read)).map((each) => each.iri);
  const { dataset } = admit(text, data.prefixes, there, data.base);
  const narrowed = stated && !dataset && graphs.some((each) => each.read);
  try {
    const response = await fetch(address(narrowed ? there : null), {
      method: "POST", body: text, credentials: "omit", redirect: "error", ...(signal ? { signal } : {}),
      headers: { "Content-Type": "application/sparql-query", Accept: ACCEPT, "Accept-Language": state.lang },
    });
    return await read(response);
  } catch (fault) {
    if (fault instanceof Fault) throw fault;
    if (signal?.aborted) throw new Fault("stopped");
    throw new Fault("unreachable");
  }
}

/** @param {Response} response @returns {Promise<Answer>} */
async function read(response) {
  const text = await response.text();
  const type = (response.headers.get("Content-Type") ?? "").split(";")[0].trim().toLowerCase();
  if (!response.ok) throw refusal(response, type, text);
  if (type === TRIPLES) return triplesOf(text);
  if (type !== JSON_ROWS) throw new Fault("no-answer");
  try {
    return tableOf(JSON.parse(text), new Blob([text], { type: JSON_ROWS }));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw new Fault("no-answer");
  }
}

/** What the server refused, in its own sentence. @param {Response} response @param {string} type @param {string} text */
function refusal({ status, headers }, type, text) {
  const told = type === "application/json" ? parsed(text) : { error: type === "text/plain" ? text : "" };
  const { line, column, error } = told ?? {};
  if (status === 400 && Number.isInteger(line) && Number.isInteger(column)) return new Fault("query-syntax", { line, column });
  const why = typeof error === "string" ? error.trim().slice(0, LONGEST) : "";
  if (!why) return new Fault("served-status", { status });
  const later = /^\d{1,5}$/.exec(headers.get("Retry-After") ?? "")?.[0];
  return later ? new Fault("served-later", { why, seconds: later }) : new Fault("served", { why });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

/** @type {import("./answers.js").Answerer} */
export const endpoint = { available: () => true, run };
