// The pages that lie beside this one, where there are any: a lone file has none, and links to none.

import { data, state } from "./state.js";

/**
 * The address of a file beside this page; null where the page is alone.
 * @param {string} stem @param {string} [form] a page has one file for each language
 */
export function beside(stem, form = "html") {
  if (!data.site) return null;
  const way = stem.split("/").map(encodeURIComponent).join("/");
  return `${data.site}${way}${form === "html" && state.lang !== data.lang ? `.${state.lang}` : ""}.${form}`;
}

/** The place of a term on the page of the vocabulary. @param {string} name */
export function vocabulary(name) {
  const page = beside("def/index");
  return page && `${page}#${encodeURIComponent(name)}`;
}

/** The address of a thing's or a document's own page; a large project has none for each thing. @param {string} iri @param {string} [form] */
export function pageOf(iri, form) {
  const rest = iri.startsWith(data.base) ? iri.slice(data.base.length) : "";
  return (data.paged ? /^(?:id|doc)\/[^#?]+$/ : /^doc\/[^#?]+$/).test(rest) ? beside(rest, form) : null;
}
