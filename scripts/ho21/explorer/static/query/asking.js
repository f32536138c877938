// A question on its way: what runs is told, can be stopped, and becomes an answer or a fault.

import { make, number, say } from "../shared/state.js";
import { run } from "./answers.js";
import { Fault } from "./preflight.js";
import { answerParts, fetchLabels } from "./result.js";

/**
 * @typedef {{stated: boolean, name: string, title: string, alone?: boolean}} How `alone`: say what the sources alone would answer
 * @typedef {{key: string, how: How, answer?: import("./answers.js").Answer, alone?: number, fault?: Fault}} Done
 */

/**
 * How many rows the sources alone would give, where that is another answer.
 * @param {string} text @param {import("./answers.js").Answer} answer @param {AbortSignal} signal
 */
async function otherwise(text, answer, signal) {
  const alone = await run(text, { stated: true, signal });
  if (answer.kind !== "rows" || alone.kind !== "rows") return undefined;
  return (await answer.blob.text()) === (await alone.blob.text()) ? undefined : alone.count;
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
    this.done = null;
    const stopper = new AbortController();
    this.running = stopper;
    this.draw();
    /** @type {Done} */ const done = { key, how };
    try {
      done.answer = await run(text, { stated: how.stated, signal: stopper.signal });
      await fetchLabels(how.stated, stopper.signal);
      if (how.alone && !how.stated) done.alone = await otherwise(text, done.answer, stopper.signal);
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

  /** Show where it stands, in the page's language. */
  draw() {
    this.stopper.textContent = say("query.stop");
    this.stopper.hidden = !this.running;
    this.result.replaceChildren();
    this.result.dataset.state = this.running ? "running" : this.done?.fault ? "fault" : this.done ? "done" : "none";
    if (this.running) this.status.textContent = say("query.running");
    else if (!this.done) this.status.textContent = "";
    else if (this.done.fault) this.status.textContent = say(`query.${this.done.fault.key}`, this.done.fault.fields);
    else if (this.done.answer) {
      const { answer, how } = this.done;
      const count = answer.kind === "boolean" ? 1 : answer.count;
      this.status.textContent = say(count === 1 ? "query.answered_one" : "query.answered", { count: number(count) });
      if (this.done.alone !== undefined) this.result.append(make("p", { class: "ground" }, say("query.alone", { count: number(this.done.alone) })));
      this.result.append(...answerParts(answer, how).filter((each) => each instanceof Node));
    }
    // The table's own caption says it to those who see.
    this.status.classList.toggle("aside", Boolean(this.done?.answer));
    this.status.classList.toggle("fault", Boolean(this.done?.fault && this.done.fault.key !== "stopped"));
  }
}
