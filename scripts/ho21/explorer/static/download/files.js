// Files that the page hands to whoever sits at the screen: their names, their kinds, and the handing.

import { make, say } from "../shared/state.js";

/** @typedef {"csv" | "xlsx" | "graphml" | "nt" | "json" | "svg" | "png" | "bib" | "ris" | "txt"} Form */

/** The media type of each form. @type {Record<Form, string>} */
const TYPES = {
  csv: "text/csv;charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  graphml: "application/graphml+xml",
  nt: "application/n-triples",
  json: "application/sparql-results+json",
  svg: "image/svg+xml;charset=utf-8",
  png: "image/png",
  bib: "application/x-bibtex;charset=utf-8",
  ris: "application/x-research-info-systems;charset=utf-8",
  txt: "text/plain;charset=utf-8",
};

/** The name of a file of the project. @param {string} what in the words of the page, as «ting» @param {Form} form */
export const fileName = (what, form) => say("download.file", { what, form }).replace(/^-/, "");

/** Hand over a file. @param {string} name @param {Form} form @param {...(string | Uint8Array<ArrayBuffer> | Blob)} content */
export function hand(name, form, ...content) {
  const url = URL.createObjectURL(new Blob(content, { type: TYPES[form] }));
  const link = make("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  URL.revokeObjectURL(url);
}
