// One finding in words: how many there is a gap for, by all that is shown and by the sources alone.

import { gaps, stated } from "../coverage/count.js";
import { leavesOpen } from "../panel/unsaid.js";
import { href } from "../shared/address.js";
import { countedAs, data, holds, make, number, questions, say, state } from "../shared/state.js";

/**
 * @typedef {{name: string, view: string, path?: string, question?: string, role?: string, property?: string}} Finding
 * @typedef {{all: number, left: number, alone: number}} Counted how many there are, and how many have the gap: as shown, and by the sources alone
 */

/** What may be told, the first that there is something of first. @type {Finding[]} */ const FINDINGS = data.begin.finding;

/** @param {Finding} finding @returns {Counted} */
function counted({ name, role, property }) {
  if (role && property) {
    const all = countedAs(role);
    return { all: all.length, left: all.filter((thing) => leavesOpen(thing, property, true)).length, alone: all.filter((thing) => leavesOpen(thing, property, false)).length };
  }
  const [shown, alone] = [holds, stated].map((by) => gaps(by).find((gap) => gap.name === name));
  return { all: shown?.all ?? 0, left: shown?.things.length ?? 0, alone: alone?.things.length ?? 0 };
}

/** Where a finding is shown. @param {Finding} finding */
const shownAt = ({ view, path, question }) => (question && questions.some(({ name }) => name === question)
  ? href({ view: "spor", path: [question], params: {} }) : href({ view, path: path ? [path] : [], params: {} }));

/** The finding to begin with, as a link to what it is about. */
export function finding() {
  for (const each of FINDINGS) {
    const { all, left, alone } = counted(each);
    if (!left) continue;
    const one = left === 1 ? "_one" : "";
    return [make("a", { class: "finding", href: shownAt(each), "data-finding": each.name },
      make("strong", {}, say("start.figure", { count: number(left), all: number(all) })), " ",
      make("span", {}, say(`start.finding_${each.name}${one}`)), " ",
      ...(alone !== left && state.readings ? [make("span", { class: "alone" }, say("start.alone", { count: number(alone), all: number(all) })), " "] : []),
      make("span", { class: "see" }, say("start.see")))];
  }
  return [];
}
