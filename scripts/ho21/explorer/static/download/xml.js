// XML: text that may stand in it, and elements.

const NAMES = new Map([["&", "&amp;"], ["<", "&lt;"], [">", "&gt;"], ['"', "&quot;"], ["\t", "&#9;"], ["\n", "&#10;"], ["\r", "&#13;"]]);
/** What no XML can hold: control signs and halves of a character. */
const NEVER = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Cs}/gu;

/** Text with what XML cannot hold replaced. @param {string | number | boolean} text */
export const escaped = (text) =>
  String(text).replace(NEVER, "\ufffd").replace(/[&<>"\t\n\r]/g, (sign) => /** @type {string} */ (NAMES.get(sign)));

/** An element of text alone, or around elements that are written already. @param {string} name @param {Record<string, string | number | boolean | undefined>} attributes @param {string[]} [inner] */
export function element(name, attributes, inner = []) {
  const told = Object.entries(attributes).filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(/** @type {string} */ (value))}"`).join("");
  return inner.length ? `<${name}${told}>${inner.join("")}</${name}>` : `<${name}${told}/>`;
}

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
