// The data of the page, in parts: the one place that knows where they come from.

/** @type {Map<string, any>} */ const read = new Map();

/** A part of the page's data; each is read once, when it is first asked for. @param {string} name */
export function part(name) {
  if (!read.has(name)) read.set(name, JSON.parse(document.getElementById(`data-${name}`)?.textContent || "null"));
  return read.get(name);
}
