// A workbook for Excel and LibreOffice (ECMA-376), where text stays text and a number a number, and nothing is a
// formula or a link; the same bytes for the same rows. Looks and sizes are those of ho21/tables/xlsx.py.

import { strToU8, zipSync } from "fflate";
import { DECLARATION, element, escaped } from "./xml.js";

/**
 * @typedef {import("./csv.js").Cell} Cell
 * @typedef {"read" | "inferred" | ""} Look how a row is known
 * @typedef {{name: string, heads: string[], rows: Cell[][], looks?: Look[], unsaid?: Set<string>}} Sheet
 *   `unsaid`: what is grey and empty, each as «row column» counted from 0
 */

export const LONGEST_CELL = 32_767;
const WIDEST = 60;
const ROOM = 3; // for the button of the filter
const LINE = 15; // points
const HIGHEST = 409;
const LETTERS = 1.1; // for one of the letters a width is counted in
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
/** The number of each look among the formats of a cell. */
const LOOKS = { "": 0, head: 1, read: 2, inferred: 3, unsaid: 4 };
const TOP = '<alignment horizontal="left" vertical="top" wrapText="1"/>';

/** @param {string} colour @param {string} [pattern] */
const fill = (colour, pattern = "solid") => `<fill><patternFill patternType="${pattern}"><fgColor rgb="FF${colour}"/>${pattern === "solid" ? "" : '<bgColor rgb="FFFFFFFF"/>'}</patternFill></fill>`;
/** @param {string} colour */
const border = (colour) => `<border>${["left", "right", "top", "bottom"].map((side) => `<${side} style="thin"><color rgb="FF${colour}"/></${side}>`).join("")}<diagonal/></border>`;
/** @param {number} font @param {number} filled @param {number} edge */
const format = (font, filled, edge) =>
  `<xf numFmtId="0" fontId="${font}" fillId="${filled}" borderId="${edge}" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">${TOP}</xf>`;

const STYLES = `${DECLARATION}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>`
  + '<font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/></font></fonts>'
  + `<fills count="6"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>${fill("23415A")}${fill("FFE9CF")}${fill("E1EDF7")}${fill("8B98A4", "lightUp")}</fills>`
  + `<borders count="4"><border><left/><right/><top/><bottom/><diagonal/></border>${border("000000")}${border("E3B98C")}${border("AFC6DA")}</borders>`
  + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
  + `<cellXfs count="5">${format(0, 0, 0)}${format(1, 2, 1)}${format(0, 3, 2)}${format(0, 4, 3)}${format(0, 5, 0)}</cellXfs>`
  + '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

/** The name of a column: A, B, … AA. @param {number} at @returns {string} */
const letters = (at) => (at < 26 ? "" : letters(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));

/** What a reader of the file would take for a sign by its number is written by one; so is what XML cannot hold. @param {string} text */
const kept = (text) => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
  .replace(/[\0-\x08\x0b-\x1f\ufffe\uffff]|\p{Cs}/gu, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`);

/** @param {string} text */
const inText = (text) => escaped(kept(text)).replaceAll("&#10;", "\n").replaceAll("&#9;", "\t");

/** @param {Cell} value @param {string} place @param {number} look */
function cell(value, place, look) {
  const where = { r: place, s: look || undefined };
  if (value === null || value === "") return look ? element("c", where) : "";
  if (typeof value === "number" && Number.isFinite(value)) return element("c", where, [`<v>${value}</v>`]);
  return element("c", { ...where, t: "inlineStr" }, [`<is><t xml:space="preserve">${inText(String(value))}</t></is>`]);
}

/** A width that shows the longest line of a column, unless it is very long. @param {Sheet} sheet @param {number} at */
function width({ heads, rows }, at) {
  const texts = rows.flatMap((row) => String(row[at] ?? "").split("\n"));
  const longest = Math.max(heads[at].length, ...texts.map((text) => text.length));
  return Math.min(longest + ROOM, WIDEST);
}

/** The height in which every line of a row is seen; not every program finds it itself. @param {Cell[]} row @param {number[]} widths */
function height(row, widths) {
  const lines = row.map((value, at) => (typeof value !== "string" ? 1
    : value.split("\n").reduce((sum, part) => sum + 1 + Math.floor(part.length / widths[at] / LETTERS), 0)));
  return Math.min(LINE * Math.max(1, ...lines), HIGHEST);
}

/** @param {Sheet} sheet */
function worksheet(sheet) {
  const { heads, rows, looks = [], unsaid = new Set() } = sheet;
  const widths = heads.map((_, at) => width(sheet, at));
  const all = `A1:${letters(Math.max(heads.length - 1, 0))}${rows.length + 1}`;
  /** @param {Cell[]} row @param {number} line @param {(value: Cell, at: number) => number} look */
  const line = (row, line, look) => element("row", { r: line, ht: height(row, widths), customHeight: 1 },
    row.map((value, at) => cell(value, `${letters(at)}${line}`, look(value, at))));
  return `${DECLARATION}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="${all}"/>`
    + '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/><selection pane="bottomRight"/></sheetView></sheetViews>'
    + `<cols>${widths.map((wide, at) => `<col min="${at + 1}" max="${at + 1}" width="${wide}" customWidth="1"/>`).join("")}</cols>`
    + `<sheetData>${line(heads, 1, () => LOOKS.head)}${rows.map((row, at) => line(row, at + 2, (value, column) =>
      (unsaid.has(`${at} ${column}`) && !value ? LOOKS.unsaid : LOOKS[looks[at] ?? ""]))).join("")}</sheetData>`
    + `<autoFilter ref="${all}"/><pageSetup orientation="landscape" paperSize="9" fitToHeight="0"/></worksheet>`;
}

/** A sheet's name as Excel takes it. @param {string} name */
const sheetName = (name) => name.replace(/[[\]:*?/\\']/g, " ").trim().slice(0, 31) || "1";

/** The bytes of a workbook. @param {Sheet[]} sheets */
export function workbook(sheets) {
  const names = sheets.map(({ name }) => sheetName(name));
  const defined = sheets.map(({ heads, rows }, at) =>
    element("definedName", { name: "_xlnm._FilterDatabase", localSheetId: at, hidden: 1 },
      [escaped(`'${names[at]}'!$A$1:$${letters(Math.max(heads.length - 1, 0))}$${rows.length + 1}`)]));
  const types = (/** @type {string} */ part, /** @type {string} */ kind) =>
    `<Override PartName="/xl/${part}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  const relation = (/** @type {number} */ id, /** @type {string} */ kind, /** @type {string} */ target) =>
    `<Relationship Id="rId${id}" Type="${RELATIONS}/${kind}" Target="${target}"/>`;
  const relations = (/** @type {string[]} */ all) => `${DECLARATION}<Relationships xmlns="${PACKAGE}/relationships">${all.join("")}</Relationships>`;
  /** @type {Record<string, string>} */
  const parts = {
    "[Content_Types].xml": `${DECLARATION}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
      + `${types("workbook", "sheet.main")}${types("styles", "styles")}${sheets.map((_, at) => types(`worksheets/sheet${at + 1}`, "worksheet")).join("")}</Types>`,
    "_rels/.rels": relations([relation(1, "officeDocument", "xl/workbook.xml")]),
    "xl/workbook.xml": `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView/></bookViews><sheets>`
      + `${names.map((name, at) => element("sheet", { name, sheetId: at + 1, "r:id": `rId${at + 1}` })).join("")}</sheets><definedNames>${defined.join("")}</definedNames></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      ...sheets.map((_, at) => relation(at + 1, "worksheet", `worksheets/sheet${at + 1}.xml`)),
      relation(sheets.length + 1, "styles", "styles.xml"),
    ]),
    "xl/styles.xml": STYLES,
    ...Object.fromEntries(sheets.map((sheet, at) => [`xl/worksheets/sheet${at + 1}.xml`, worksheet(sheet)])),
  };
  // The clock of the machine has no part in it: the first day that a zip file can name.
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), { mtime: new Date(1980, 0, 1) });
}

/** Whether Excel can hold all of some rows; it holds so many signs in a cell. @param {Cell[][]} rows */
export const fits = (rows) => rows.every((row) => row.every((value) => String(value ?? "").length <= LONGEST_CELL));
