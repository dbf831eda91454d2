// Answers on the page: a table with names, warnings, the version of the data, and files.
import { element } from "./elements.js";
import { readIndex, readLabels } from "./engine.js";

// The most rows that a page shows; the files have all.
const MOST = 1000;
const root = new URL("..", import.meta.url);

async function readNames() {
  const [index, known] = await Promise.all([readIndex(), readLabels()]);
  const short = (iri) => {
    const [name, space] = Object.entries(index.prefixes).find(([, each]) => iri.startsWith(each) && /^[\w.-]*$/.test(iri.slice(each.length))) ?? [];
    return name === undefined ? `<${iri}>` : `${name}:${iri.slice(space.length)}`;
  };
  const link = (iri) => {
    const found = known(iri);
    if (found) return found.link && new URL(found.link, root).pathname;
    return /^https?:\/\//.test(iri) ? iri : null;
  };
  return { short, link, label: (iri) => known(iri)?.label ?? short(iri) };
}

function termShown(term, names, isTyped) {
  if (!term) return element("span", { class: "none" }, "–");
  if (term.type === "uri") {
    const words = names.label(term.value);
    const target = names.link(term.value);
    const short = names.short(term.value);
    const shown = [target ? element("a", { href: target, title: short }, words) : words];
    if (isTyped && words !== short) shown.push(" ", element("small", { class: "type" }, short));
    return element("span", {}, ...shown);
  }
  if (term.type === "bnode") return element("span", { class: "bnode" }, `_:${term.value}`);
  if (term.type === "triple") return element("span", { class: "triple" }, "<< ", ...["subject", "predicate", "object"].flatMap((each) => [termShown(term.value[each], names, isTyped), " "]), ">>");
  const note = term["xml:lang"] ? `@${term["xml:lang"]}` : term.datatype ? names.short(term.datatype).replace(/^xsd:/, "") : "";
  const shown = element("span", term.datatype && term.value.length < 30 ? { class: "datum" } : {}, term.value);
  return isTyped && note ? element("span", {}, shown, " ", element("small", { class: "type" }, note)) : shown;
}

const plural = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

// A table of rows; `spoken` gives the heading of a column.
function tableShown({ variables, rows }, names, isTyped, spoken) {
  const head = element("tr", {}, ...variables.map((name) => element("th", { scope: "col" }, spoken(name))));
  const body = rows.slice(0, MOST).map((row) => element("tr", {}, ...variables.map((name) => element("td", {}, termShown(row[name], names, isTyped)))));
  const table = element("table", {}, element("thead", {}, head), element("tbody", {}, ...body));
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Result" }, table);
}

export function warned(names, index) {
  if (!names.length) return [];
  if (names.includes("unread")) {
    return [element("p", { class: "note" }, "This page could not check the query for differences between its engine and SPARQL 1.1. The rows may differ from those of the standard.")];
  }
  const listed = names.map((name) => {
    const { title, standard, engine } = index.differences[name];
    return element("li", {}, element("strong", {}, `${title}.`), ` The standard: ${standard} The engine of this page: ${engine}`);
  });
  const words = "The answer may differ from that of SPARQL 1.1, because the query uses:";
  return [element("section", { class: "note warning", role: "note", "aria-label": "Warning" }, element("p", {}, words), element("ul", {}, ...listed))];
}

const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

// A CSV table with a column of labels beside each column of IRIs.
function csv({ variables, rows }, names) {
  const hasIris = new Set(variables.filter((name) => rows.some((row) => row[name]?.type === "uri")));
  const columns = variables.flatMap((name) => (hasIris.has(name) ? [name, `${name}_label`] : [name]));
  const cells = (row) => variables.flatMap((name) => {
    const term = row[name];
    const text = !term ? "" : term.type === "bnode" ? `_:${term.value}` : term.type === "triple" ? JSON.stringify(term.value) : term.value;
    return hasIris.has(name) ? [text, term?.type === "uri" ? names.label(term.value) : ""] : [text];
  });
  return [columns, ...rows.map(cells)].map((each) => `${each.map(quoted).join(",")}\r\n`).join("");
}

function json(found, version) {
  const { variables, rows, boolean, warnings } = found;
  const adgo = { ...version, ...(rows ? { rows: rows.length } : {}), warnings };
  return JSON.stringify(boolean === undefined ? { head: { vars: variables }, results: { bindings: rows }, adgo } : { head: {}, boolean, adgo }, null, 1);
}

function file(label, name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  return element("a", { class: "button quiet", href: address, download: name }, label);
}

function files(found, names, name, version) {
  const stem = found.warnings.length ? `${name}-may-differ-from-the-standard` : name;
  if (found.graph !== undefined) return [file("Turtle", `${stem}.ttl`, "text/turtle", found.graph)];
  const made = [file("JSON", `${stem}.json`, "application/sparql-results+json", json(found, version))];
  if (found.rows) made.unshift(file("CSV", `${stem}.csv`, "text/csv", csv(found, names)));
  return made.flatMap((each) => [each, " "]);
}

// What shows an answer. `options`: {name: stem of the files, isTyped: show datatypes, spoken: makes headings}.
export async function shown(found, { name = "answer", isTyped = false, spoken = (each) => each } = {}) {
  const [names, index] = await Promise.all([readNames(), readIndex()]);
  const version = { version: index.version, data: index.data };
  const data = `Data ${index.data.slice(0, 12)}, ADGO ${index.version}.`;
  const parts = [...warned(found.warnings, index)];
  if (found.boolean !== undefined) parts.push(element("p", { class: "verdict" }, found.boolean ? "Yes" : "No"), element("p", { role: "status" }, data));
  else if (found.graph !== undefined) {
    parts.push(element("p", { role: "status" }, `${found.graph ? "A graph in Turtle." : "A graph without triples."} ${data}`));
    parts.push(element("pre", { class: "graph", tabindex: "0", role: "region", "aria-label": "Result" }, found.graph));
  } else {
    const left = found.rows.length - MOST;
    const cut = left > 0 ? ` The table shows the first ${MOST.toLocaleString("en")}; the files have all.` : "";
    parts.push(element("p", { role: "status" }, `${plural(found.rows.length, "row")}.${cut} ${data}`), tableShown(found, names, isTyped, spoken));
  }
  parts.push(element("p", { class: "formats" }, element("span", { class: "soft" }, "Download"), " ", ...files(found, names, name, version)));
  return parts;
}

// What shows a problem.
export function troubleShown(error) {
  const title = error.title ?? (error.name === "TimeoutError" ? "Stopped" : error.name === "AbortError" ? "Stopped" : "No answer");
  const parts = [element("h2", {}, title), element("p", {}, error.message)];
  if (error.excerpt) parts.push(element("pre", { tabindex: "0" }, error.excerpt));
  return element("section", { class: "problem", role: "alert" }, ...parts);
}
