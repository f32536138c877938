// The SPARQL editor: yasqe, unpacked and started when first needed; what it completes is ours.

import { MissingFile } from "../shared/beside.js";
import { data, fold, make, say, state, tell, things } from "../shared/state.js";
import { unpackText } from "./answers.js";
import { curie } from "./result.js";

/** @typedef {{text: string, displayText: string, search: string}} Completion */

/** @type {Promise<any> | null} */
let loading = null;

/** Put the editor's own script and style into the page, exactly as the page's policy knows them. */
async function load() {
  if (!("DecompressionStream" in globalThis)) return null;
  const [script, style] = await Promise.all(["editor", "editorstyle"].map(unpackText)).catch((error) => {
    if (error instanceof MissingFile) return [];
    throw error;
  });
  if (!script) return null;
  document.head.append(make("style", {}, style), make("script", {}, script));
  return /** @type {any} */ (globalThis).Yasqe;
}

/** Our classes and properties, then our things. @returns {Completion[]} */
function words() {
  const terms = data.terms.map((/** @type {{curie: string, label: import("../shared/state.js").Text}} */ each) => [each.curie, tell(each.label)]);
  const named = things.map((thing) => [curie(thing.iri), tell(thing.name)]);
  return [...terms, ...named].map(([text, label]) => ({ text, displayText: `${text}  ${label}`, search: fold(`${text} ${label}`) }));
}

/** What may stand where the cursor is. @param {any} editor */
function complete(editor) {
  const cursor = editor.getCursor();
  const before = editor.getLine(cursor.line).slice(0, cursor.ch);
  const typed = /(?:[?$]\w*|[\p{L}][\p{L}\p{N}_-]*(?::[\p{L}\p{N}_/-]*)?)$/u.exec(before)?.[0] ?? "";
  const from = { line: cursor.line, ch: cursor.ch - typed.length };
  if (/^[?$]/.test(typed)) {
    const all = new Set(editor.getValue().match(/[?$]\w+/g) ?? []);
    all.delete(typed);
    const list = [...all].filter((each) => each.slice(1).startsWith(typed.slice(1))).sort();
    return { list, from, to: cursor };
  }
  const wanted = fold(typed);
  /** The nearer to a beginning, the earlier. @param {Completion} each */
  const rank = ({ text, search }) => [fold(text), fold(text.replace(/^.*:/, "")), search.slice(fold(text).length + 1)]
    .findIndex((part) => part.startsWith(wanted)) >>> 0;
  const found = words().filter(({ search }) => search.includes(wanted));
  found.sort((one, other) => rank(one) - rank(other));
  return { list: found.slice(0, 60), from, to: cursor };
}

/** Mark the first line that is no SPARQL, in the page's own words. @param {any} editor */
function check(editor) {
  editor.clearGutter("gutterErrorBar");
  for (let line = 0; line < editor.lineCount(); line += 1) {
    const token = editor.getTokenAt({ line, ch: editor.getLine(line).length }, true);
    if (token.state.OK === false) {
      const words = say("query.wrong_line", { line: line + 1 });
      editor.setGutterMarker(line, "gutterErrorBar", make("span", { class: "wrong", role: "img", title: words, "aria-label": words }, "!"));
      return;
    }
  }
}

/**
 * A plain field, where something between the page and its reader has kept the editor out.
 * @param {HTMLElement} root @param {{value: string, run: () => void}} how
 */
function plain(root, { value, run }) {
  const area = make("textarea", { class: "plain", rows: 14, spellcheck: "false" }, value);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
  });
  root.append(area);
  /** @param {number | null} line @param {number | null} column */
  const at = (line, column) => {
    const above = area.value.split("\n").slice(0, (line ?? 1) - 1);
    return above.reduce((sum, each) => sum + each.length + 1, 0) + (column ?? 1) - 1;
  };
  return {
    get: () => area.value,
    /** @param {string} text */
    set: (text) => { area.value = text; },
    name() {
      area.setAttribute("aria-label", say("query.editor"));
      area.setAttribute("aria-describedby", "spor-keys");
    },
    /** @param {number | null} line @param {number | null} column */
    point: (line, column) => { if (line && column) area.setSelectionRange(at(line, column), at(line, column) + 1); },
    /** @param {number} line @param {number} column */
    go(line, column) {
      area.focus();
      area.setSelectionRange(at(line, column), at(line, column) + 1);
    },
  };
}

/**
 * Make an editor in a place.
 * @param {HTMLElement} root
 * @param {{value: string, run: () => void}} how
 */
export async function makeEditor(root, { value, run }) {
  loading ??= load();
  const Yasqe = await loading;
  if (!Yasqe) return plain(root, { value, run });
  const yasqe = new Yasqe(root, {
    autocompleters: [], collapsePrefixesOnLoad: false, consumeShareLink: null, createShareableLink: null,
    editorHeight: "18em", persistenceId: null, resizeable: false, showQueryButton: false,
    syntaxErrorCheck: false, value: "", viewportMargin: Infinity,
  });
  // Yasqe is a copy of its CodeMirror, and the copy loses count of what it is in the midst of.
  const editor = yasqe.getWrapperElement().CodeMirror;
  // Our prefixes need not be declared here either.
  const mode = editor.getMode();
  const { startState, token } = mode;
  mode.startState = () => ({ ...startState(), prefixes: { ...data.prefixes } });
  // Two separators of lines are no ends of lines in SPARQL, and the editor's grammar stumbles on them.
  mode.token = (/** @type {any} */ stream, /** @type {any} */ at) =>
    (stream.eatWhile(/[\u2028\u2029]/) ? null : token(stream, at));
  yasqe.checkSyntax = () => check(editor);
  const suggest = () => editor.showHint({
    hint: complete, completeSingle: false, closeCharacters: /[\s>"{}();,]/, container: yasqe.rootEl,
  });
  // Tab moves on, as anywhere else on the page: no one is caught in the field.
  editor.setOption("extraKeys", {
    ...editor.getOption("extraKeys"),
    "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-Space": suggest, "Ctrl-S": false, "Shift-Ctrl-F": () => yasqe.autoformat(),
    Tab: false, "Shift-Tab": false, Esc: () => {},
  });
  editor.on("inputRead", (/** @type {any} */ _, /** @type {{text: string[]}} */ change) => {
    if (/^[\p{L}:?$]$/u.test(change.text.join("\n")) && !editor.state.completionActive) suggest();
  });
  editor.setValue(value);
  /** @type {any} */ let mark = null;
  return {
    get: () => /** @type {string} */ (editor.getValue()),
    /** @param {string} text */
    set: (text) => editor.setValue(text),
    /** Name the field in the page's language. */
    name() {
      const field = editor.getInputField();
      field.setAttribute("aria-label", say("query.editor"));
      field.setAttribute("aria-describedby", "spor-keys");
      field.lang = state.lang;
      check(editor);
      editor.refresh();
    },
    /** Mark a place, counted from 1 in characters. @param {number | null} line @param {number | null} column */
    point(line, column) {
      mark?.clear();
      mark = null;
      if (!line || !column) return;
      const text = editor.getLine(line - 1) ?? "";
      const ch = [...text].slice(0, column - 1).join("").length;
      const end = ch < text.length ? ch + ([...text.slice(ch)][0]?.length ?? 1) : ch;
      const from = ch < text.length ? ch : Math.max(0, ch - 1);
      mark = editor.markText({ line: line - 1, ch: from }, { line: line - 1, ch: Math.max(end, from + 1) }, { className: "wrong-here" });
    },
    /** Put the cursor at a place. @param {number} line @param {number} column */
    go(line, column) {
      const ch = [...(editor.getLine(line - 1) ?? "")].slice(0, column - 1).join("").length;
      editor.focus();
      editor.setCursor({ line: line - 1, ch });
    },
  };
}
