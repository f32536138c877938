// What lies beside the page: files that each hand over one string, fetched when first asked for.

import { part } from "./loader.js";

/**
 * A browser gives a page opened from disk no other file than a script, so each file is one. All
 * that it can do is to hand over its string: that is data, read as JSON or unpacked, and never run.
 * A file is named by its content, so that two editions are never mixed.
 * @typedef {{lang: "nb" | "en", languages: Record<string, string>, title: import("./state.js").Text, files: Record<string, string[]>}} Beside
 */

const FOLDER = "explorer/";
/** @type {Beside | null} */ const beside = part("beside");
/** @type {Map<string, string>} */ const handed = new Map();
/** The files under way, by name. @type {Map<string, Promise<string>>} */ const asked = new Map();

/** A file that is not there, or has not handed over what it is named by. */
export class MissingFile extends Error {
  /** @param {string} file */
  constructor(file) {
    super(file);
    this.fields = { name: FOLDER + file };
    /** Its words: from disk the file was left behind, from a server it did not arrive. */
    this.key = location.protocol === "file:" ? "common.file_missing" : "common.file_unfetched";
  }
}

/** The files of a part of the page, in order; none where the page holds it. @param {string} name */
export const filesOf = (name) => beside?.files[name] ?? [];

/** @param {string} file @returns {Promise<string>} */
function fetchFile(file) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const end = () => {
      const text = handed.get(file);
      handed.delete(file);
      asked.delete(file);
      script.remove();
      if (text === undefined) reject(new MissingFile(file));
      else resolve(text);
    };
    script.addEventListener("load", end);
    script.addEventListener("error", end);
    script.src = FOLDER + file;
    document.head.append(script);
  });
}

/**
 * The string that lies in some files, one part of it in each.
 * @param {string[]} files
 * @param {() => void} [told] called when a file has come
 * @returns {Promise<string>} or the first MissingFile
 */
export async function fetchText(files, told = () => {}) {
  Object.defineProperty(globalThis, "ho21part", {
    configurable: true,
    value: (/** @type {unknown} */ file, /** @type {unknown} */ text) => handed.set(String(file), String(text)),
  });
  for (const file of files) if (!asked.has(file)) asked.set(file, fetchFile(file));
  const found = await allOf(files.map(async (file) => {
    const text = await asked.get(file);
    told();
    return text;
  }));
  return found.join("");
}

/** What some promises give, when the last has ended; where some fail, the first failure. @template It @param {Promise<It>[]} promises */
export async function allOf(promises) {
  const ended = await Promise.allSettled(promises);
  return ended.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
}
