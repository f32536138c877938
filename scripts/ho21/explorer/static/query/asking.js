// A question on its way: what runs is told, can be stopped, and becomes an answer or a fault.

import { href } from "../shared/address.js";
import { make, number, say, state } from "../shared/state.js";
import { run } from "./answers.js";
import { Fault } from "./preflight.js";
import { answerParts, fetchLabels } from "./result.js";
import { header, sentence } from "./sentence.js";
import { unknownTerms } from "./terms.js";

/**
 * @typedef {{question: import("../shared/state.js").Question, values: Record<string, string>}} Saved a saved question, and what it is asked about
 * @typedef {{stated: boolean, name: string, title: string, saved?: Saved}} How of a saved question, it is said what the sources alone would answer
 * @typedef {{key: string, how: How, answer?: import("./answers.js").Answer, alone?: import("./answers.js").Rows, fault?: Fault}} Done
 */

/**
 * The rows that the sources alone would give, where that is another answer.
 * @param {string} text @param {import("./answers.js").Answer} answer @param {AbortSignal} signal
 */
async function otherwise(text, answer, signal) {
  const alone = await run(text, { stated: true, signal });
  if (answer.kind !== "rows" || alone.kind !== "rows") return undefined;
  return (await answer.blob.text()) === (await alone.blob.text()) ? undefined : alone;
}

export class Asking {
  constructor() {
    this.status = make("p", { role: "status", class: "status" });
    this.stopper = make("button", { type: "button", class: "stop", hidden: true });
    this.result = make("div", { class: "answer" });
    this.root = make("div", { class: "asking" }, make("div", { class: "running" }, this.status, this.stopper), this.result);
    /** @type {AbortController | null} */ this.running = null;
    /** @type {Done | null} */ this.done = null;
    /** Which query runs now. */ this.key = "";
    /** The query itself. */ this.text = "";
    /** Called with what came of a query. @type {(done: Done) => void} */ this.told = () => {};
    this.stopper.addEventListener("click", () => this.stop());
  }

  /** End what runs. */
  stop() {
    this.running?.abort();
  }

  /** Put away what is shown. */
  clear() {
    this.stop();
    this.done = null;
    this.key = "";
    this.draw();
  }

  /** Ask, unless the same is asked or answered already. @param {string} text @param {How} how @param {boolean} [again] */
  async ask(text, how, again = false) {
    const key = JSON.stringify([text, how.stated]);
    if (!again && this.key === key) {
      if (this.done) this.done.how = how;
      this.draw();
      return;
    }
    this.stop();
    this.key = key;
    this.text = text;
    this.done = null;
    const stopper = new AbortController();
    this.running = stopper;
    this.draw();
    /** @type {Done} */ const done = { key, how };
    try {
      done.answer = await run(text, { stated: how.stated, signal: stopper.signal });
      await fetchLabels(how.stated, stopper.signal);
      if (how.saved && !how.stated) done.alone = await otherwise(text, done.answer, stopper.signal);
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault;
      delete done.answer;
      done.fault = fault;
    }
    if (this.running !== stopper) return;
    const held = document.activeElement === this.stopper;
    this.running = null;
    this.done = done;
    this.draw();
    if (held) {
      this.status.tabIndex = -1;
      this.status.focus();
    }
    this.told(done);
  }

  /** What is told above an answer: the sentence that answers, and what the sources alone would, where that does not tell it. @param {import("./answers.js").Answer} answer @param {Saved} saved @param {import("./answers.js").Rows | undefined} alone */
  above(answer, saved, alone) {
    if (answer.kind !== "rows") return [];
    const told = sentence(saved.question, { rows: answer.rows, stated: alone?.rows, values: saved.values });
    const without = alone && !(told && header(saved.question, `alone-${state.lang}`));
    return [
      ...(told ? [make("p", { class: "lead told" }, told)] : []),
      ...(without ? [make("p", { class: "ground" }, say("query.alone", { count: number(alone.count) }))] : []),
    ];
  }

  /** The terms of the query that the vocabulary has not, each with a way to ask with the one that was probably meant. */
  beside() {
    return unknownTerms(this.text).map(([word, near]) => {
      const better = this.text.replaceAll(new RegExp(`(?<![\\w:-])${word}(?![\\w-])`, "g"), near);
      return make("p", { class: "notice", "data-unknown": word }, say(near ? "query.unknown_near" : "query.unknown_term", { word, near }),
        ...(near && better !== this.text ? [" ", make("a", { href: href({ params: { q: better } }), class: "button small-button" }, say("query.change", { near }))] : []));
    });
  }

  /** Show where it stands, in the page's language. */
  draw() {
    this.stopper.textContent = say("query.stop");
    this.stopper.hidden = !this.running;
    this.result.replaceChildren();
    this.result.dataset.state = this.running ? "running" : this.done?.fault ? "fault" : this.done ? "done" : "none";
    if (this.running) this.status.textContent = say("query.running");
    else if (!this.done) this.status.textContent = "";
    else if (this.done.fault) this.status.textContent = say(this.done.fault.words, this.done.fault.fields);
    else if (this.done.answer) {
      const { answer, how } = this.done;
      const count = answer.kind === "boolean" ? 1 : answer.count;
      this.status.textContent = say(count === 1 ? "query.answered_one" : "query.answered", { count: number(count) });
      this.result.append(...(how.saved ? this.above(answer, how.saved, this.done.alone) : this.beside()));
      this.result.append(...answerParts(answer, how).filter((each) => each instanceof Node));
    }
    // The table's own caption says it to those who see.
    this.status.classList.toggle("aside", Boolean(this.done?.answer));
    this.status.classList.toggle("fault", Boolean(this.done?.fault && this.done.fault.key !== "stopped"));
  }
}
