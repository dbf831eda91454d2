// Runs the engine in a thread of its own, so that a query can be stopped.
import { opened } from "./compressed.js";

const here = (name) => new URL(name, import.meta.url);
const address = (name, digest) => here(`${name}?${digest}`);
const texts = new Map();
let index, store, Store;
// The engine's script is compressed too. A host that allows no scripts from blobs has it as it is.
async function readScript() {
  const text = await (await opened(here("oxigraph.js.gz"), "text/javascript", "no-cache")).blob();
  return import(URL.createObjectURL(new Blob([text], { type: "text/javascript" }))).catch(() => import("./oxigraph.js"));
}
async function start() {
  const [script, found] = await Promise.all([readScript(), opened(here("oxigraph.wasm.gz"), "application/wasm", "no-cache")]);
  await script.default({ module_or_path: found });
  Store = script.Store;
}
const engine = start();
// A message of its own reports that the engine cannot be loaded.
engine.catch(() => {});
let loaded = "";

// The parts whose triples a query reads: those of the default graph, and the named graphs.
function needed(graphs) {
  const wanted = index.parts.filter((each) => each.iri && (graphs === null || graphs.includes(each.iri)));
  return { merged: index.parts.filter((each) => each.merged), named: wanted };
}

async function text(part) {
  if (!texts.has(part.name)) texts.set(part.name, opened(address(`graph/${part.name}.ttl.gz`, part.digest)).then((found) => found.text()));
  return texts.get(part.name);
}

// Loads everything with one call: blank nodes with the same name are the same node within a call only.
async function load(graphs) {
  const { merged, named } = needed(graphs);
  const wanted = named.map((each) => each.name).join(" ");
  if (store && named.every((each) => loaded.split(" ").includes(each.name))) return;
  const [prefixes, defaults, inNames] = [
    Object.entries(index.prefixes).map(([name, iri]) => `@prefix ${name}: <${iri}> .\n`),
    await Promise.all(merged.map(text)),
    await Promise.all(named.map(async (each) => `<${each.iri}> {\n${await text(each)}}\n`)),
  ];
  const made = new Store();
  made.load([...prefixes, ...defaults, ...inNames].join(""), { format: "application/trig", lenient: true, no_transaction: true });
  const count = named.reduce((all, each) => all + each.count, index.default);
  if (made.size !== count) throw new Error(`The graph is not complete: ${made.size} of ${count} triples were read.`);
  store = made;
  loaded = wanted;
}

// Whether each of some IRIs is the subject or object of a triple of the default graph.
function areKnown(iris) {
  const has = (iri) => store.query(`ASK { { <${iri}> ?p ?o } UNION { ?s ?p <${iri}> } }`);
  return iris.every((each) => each !== null && has(each));
}

addEventListener("message", async ({ data }) => {
  try {
    if (data.index) {
      index = data.index;
      // Every query reads the default graph, so its parts load while the engine does.
      for (const each of index.parts) if (each.merged) text(each).catch(() => {});
      return;
    }
    await engine;
    // Finds errors of syntax before the graphs are loaded.
    if (!data.isRead) new Store().query(data.text);
    await load(data.graphs);
    postMessage({ id: data.id, state: "asking" });
    const options = { results_format: data.isGraph ? "text/turtle" : "application/sparql-results+json" };
    postMessage({ id: data.id, result: store.query(data.text, options), areEndsKnown: areKnown(data.zeroEnds ?? []) });
  } catch (error) {
    postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error) });
  }
});
