// A comparison as a sheet: a row for each tie of each thing, with what it rests on.

import { handSheets, placesIn, sheet, translations, verbatim } from "../download/sheets.js";
import { data, kind, rests, say, standingOf, state, tell } from "../shared/state.js";
import { relation } from "./words.js";

/**
 * @typedef {import("../shared/state.js").Thing} Thing
 * @typedef {import("./sides.js").Tie} Tie
 * @typedef {import("./sides.js").Sides} Sides
 * @typedef {{part: string, thing: Thing, of: Thing, tie: Tie}} Told
 */

const NONE = { nb: "", en: "" };

/** @param {Thing} one @param {Thing} other @param {Sides} sides @returns {Told[]} */
const told = (one, other, { left, both, right }) =>
  /** @type {[string, import("./sides.js").Row[]][]} */ ([
    [say("compare.only", { thing: tell(one.name) }), left], [say("compare.both"), both], [say("compare.only", { thing: tell(other.name) }), right],
  ]).flatMap(([part, rows]) => rows.flatMap((row) => [
    ...row.one.map((tie) => ({ part, thing: row.thing, of: one, tie })), ...row.other.map((tie) => ({ part, thing: row.thing, of: other, tie })),
  ]));

/** Hand over a comparison as a file; false where Excel has no room for it. @param {"csv" | "xlsx"} form @param {Thing} one @param {Thing} other @param {Sides} sides */
export function keep(form, one, other, sides) {
  const rows = told(one, other, sides);
  const made = sheet(say("compare.kind"), [
    [say("compare.part"), ({ part }) => part],
    [say("download.head_name"), ({ thing }) => tell(thing.name)],
    [say("download.head_kind"), ({ thing }) => kind(thing)],
    [say("compare.of"), ({ of }) => tell(of.name)],
    [say("download.head_predicate"), ({ tie }) => relation(tie)],
    [say("download.head_standing"), ({ tie }) => tell(standingOf(tie.link.standing)?.label ?? NONE)],
    [say("download.head_confidence"), ({ tie }) => (tie.link.confidence === undefined ? null : Number(tie.link.confidence))],
    [say("download.head_words"), ({ tie }) => verbatim(tie.link.passages)],
    ...translations((/** @type {Told} */ { tie }) => tie.link.passages),
    [say("download.head_place"), ({ tie }) => placesIn(tie.link.passages)],
    [say("download.head_reason"), ({ tie }) => tell(tie.link.reason ?? NONE)],
    [say("download.head_key"), ({ thing }) => thing.key],
    [say("download.head_iri"), ({ thing }) => thing.iri],
  ], rows);
  const looks = rows.map(({ tie }) => /** @type {import("../download/xlsx.js").Look} */ (rests(tie.link) ? "read" : standingOf(tie.link.standing)?.follows ? "inferred" : ""));
  return handSheets(form, [{ ...made, looks }], say("compare.kind").toLocaleLowerCase(data.languages[state.lang]));
}
