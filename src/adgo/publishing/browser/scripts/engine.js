// Asks the engine: one worker, one query at a time, with a time limit.
import { opened } from "./compressed.js";

const here = (name) => new URL(name, import.meta.url);
// Seconds after which a query is stopped.
export const LIMIT = 30;
let reading, naming, worker;
let last = 0;

// What is known about the dataset: its version, its graphs, and the differences of the engine.
export function readIndex() {
  reading ??= opened(here("index.json.gz"), "application/json", "no-cache").then((found) => found.json());
  return reading;
}

// Returns a function from an IRI to its label and the link to its page, null if it has none; undefined for other IRIs.
async function readNames() {
  const { base, labels } = await (await opened(here(`labels.json.gz?${(await readIndex()).labels}`))).json();
  return (iri) => {
    const local = iri.slice(base.length);
    const found = iri.startsWith(base) ? labels[local] : undefined;
    if (found === undefined) return undefined;
    const [label, link] = Array.isArray(found) ? found : [found, `about/${local}.html`];
    return { label: label || local.replace("/", " "), link: link || null };
  };
}

export function readLabels() {
  naming ??= readNames();
  return naming;
}

export const readQuestion = async (name) => (await opened(here(`questions/${encodeURIComponent(name)}.json.gz`), "application/json", "no-cache")).json();

// Starts the engine, which loads its files while the page reads what it must know.
export function begin() {
  if (!worker) {
    worker = new Worker(here("worker.js"), { type: "module" });
    const made = worker;
    readIndex().then((index) => made.postMessage({ index }), () => {});
    readLabels().catch(() => {});
  }
  return worker;
}

function stop() {
  worker?.terminate();
  worker = undefined;
}

// The answer to a query: {result, areEndsKnown}. `signal` stops it; `limit` is in seconds.
export async function ask(query, { signal, limit = LIMIT } = {}) {
  const id = ++last;
  const active = begin();
  await readIndex();
  return new Promise((done, fail) => {
    let clock;
    const end = (settle, value) => {
      clearTimeout(clock);
      active.removeEventListener("message", heard);
      active.removeEventListener("error", broken);
      signal?.removeEventListener("abort", stopped);
      settle(value);
    };
    const stopped = () => {
      stop();
      end(fail, new DOMException("The query was stopped.", "AbortError"));
    };
    const late = () => {
      stop();
      end(fail, new DOMException(`The query took longer than ${limit} seconds and was stopped. Ask for less: add a LIMIT, or name more of what you look for.`, "TimeoutError"));
    };
    const broken = () => {
      stop();
      end(fail, new Error("The engine cannot run in this browser, or one of its files is missing."));
    };
    const heard = ({ data }) => {
      if (data.id !== id) return;
      if (data.state === "asking") clock = setTimeout(late, limit * 1000);
      else if (data.error === undefined) end(done, data);
      else {
        // After an error inside the engine, its memory may be damaged.
        if (/unreachable|out of bounds|recursive use/.test(data.error)) stop();
        end(fail, new Error(data.error));
      }
    };
    if (signal?.aborted) return stopped();
    active.addEventListener("message", heard);
    active.addEventListener("error", broken);
    signal?.addEventListener("abort", stopped);
    active.postMessage({ ...query, id });
    return undefined;
  });
}
