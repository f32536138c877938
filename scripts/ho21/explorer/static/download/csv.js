// Rows as CSV: exact for programs, and guarded for spreadsheets, by the rules of ho21/tables/csv.py.

/** @typedef {string | number | null} Cell */

const BOM = "\uFEFF";
/** Excel and LibreOffice may step over these before they look for a formula. */
const PASSED_OVER = /^[\p{Z}\p{C}]+/u;

/** Rows with CRLF between them (RFC 4180). @param {Cell[][]} rows @param {string} [delimiter] */
export const csv = (rows, delimiter = ",") =>
  rows.map((row) => row.map((cell) => {
    const text = String(cell ?? "");
    return text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }).join(delimiter)).map((line) => `${line}\r\n`).join("");

/** A text that begins as a formula may, or with an apostrophe, gets an apostrophe before it. @param {string} text */
export const guarded = (text) => (/^['\t\r\n]/.test(text) || /^[=+\-@]/.test(text.replace(PASSED_OVER, "").slice(0, 2).normalize("NFKC")) ? `'${text}` : text);

/**
 * A table for a spreadsheet in the language of the reader: semicolons where the decimal sign is a comma, as Excel may
 * take 0.7 for a date, and a mark at the start that tells Excel that it is UTF-8.
 * @param {string[]} heads @param {Cell[][]} rows @param {string} lang
 */
export function spreadsheet(heads, rows, lang) {
  /** @param {Cell} cell */
  const told = (cell) => (typeof cell !== "number" ? guarded(cell ?? "") : lang === "nb" ? String(cell).replace(".", ",") : String(cell));
  return `${BOM}${csv([heads.map(guarded), ...rows.map((row) => row.map(told))], lang === "nb" ? ";" : ",")}`;
}
