// Queries as a page asks them: with the prefixes of the graph, checked for differences, cut to their rows.
import { inspect } from "./differences.js";
import { ask, begin, readIndex } from "./engine.js";
import { tokens } from "./tokens.js";

// An error in a query: its message, and the line and column if they are known.
export class QueryProblem extends Error {
  constructor(title, message, excerpt = "", line = 0) {
    super(message);
    Object.assign(this, { title, excerpt, line });
  }
}

// The answer: {variables, rows} or {boolean} or {graph}, with {warnings}, the names of differences.
export async function answer(text, options = {}) {
  begin();
  const index = await readIndex();
  if (/\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}/.test(text)) throw escaped(text);
  const found = inspect(text, index.rules, index.prefixes);
  const isSorted = found.isRead && found.form === "SELECT" && found.orderKeys.length > 0;
  const asked = isSorted && found.cut !== null ? text.slice(0, found.cut) : text;
  const opening = Object.entries(index.prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("");
  const isGraph = ["CONSTRUCT", "DESCRIBE"].includes(found.form);
  const graphs = found.graphs.includes(null) ? null : found.graphs;
  const reply = await ask({ text: opening + asked, graphs, isGraph, isRead: found.isRead, zeroEnds: found.zeroEnds }, options).catch((error) => {
    throw located(error, text, opening.length, found.stuckAt);
  });
  const result = read(reply.result, isGraph);
  const warnings = found.isRead ? [...found.names] : ["unread"];
  if (found.isRead && found.zeroEnds.length && !reply.areEndsKnown) warnings.push("path-of-length-zero");
  if (found.isRead && found.orderKeys.length && !warnings.includes("order-of-mixed-literals")) {
    const isClear = isSorted ? areInOrder(result, found.orderKeys) : found.form !== "SELECT" && found.cut === null;
    if (!isClear) warnings.push("order-of-mixed-literals");
  }
  if (isSorted && found.cut !== null) result.rows = cutRows(result.rows, text.slice(found.cut));
  return { ...result, warnings };
}

// The answer to a query that ADGO has made right for the engine.
export async function exactAnswer(text, options = {}) {
  begin();
  const index = await readIndex();
  const found = inspect(text, index.rules, index.prefixes);
  const opening = Object.entries(index.prefixes).map(([name, iri]) => `PREFIX ${name}: <${iri}> `).join("");
  const isGraph = ["CONSTRUCT", "DESCRIBE"].includes(found.form);
  const reply = await ask({ text: opening + text, graphs: found.graphs.includes(null) ? null : found.graphs, isGraph, isRead: true }, options);
  return { ...read(reply.result, isGraph), warnings: [] };
}

function read(result, isGraph) {
  if (isGraph) return { graph: result };
  const { head, results, boolean } = JSON.parse(result);
  return boolean === undefined ? { variables: head.vars, rows: results.bindings } : { boolean };
}

const NUMERIC = /XMLSchema#(decimal|float|double|(non(Positive|Negative)|positive|negative)?[iI]nteger|(unsigned)?([lL]ong|[iI]nt|[sS]hort|[bB]yte))$/;

// Whether no key of the order has numbers among other literals, so that the engine sorts it as the standard says.
function areInOrder({ variables, rows }, keys) {
  return keys.every((key) => {
    if (!variables.includes(key)) return false;
    const literals = rows.map((row) => row[key]).filter((term) => term?.type === "literal");
    const numbers = literals.filter((term) => NUMERIC.test(term.datatype ?? ""));
    return numbers.length === 0 || numbers.length === literals.length;
  });
}

function cutRows(rows, clause) {
  const number = (word) => clause.replace(/#[^\n\r]*/g, "").match(new RegExp(`\\b${word}\\s+(\\d+)`, "i"))?.[1];
  const start = Number(number("OFFSET") ?? 0);
  const most = number("LIMIT");
  return rows.slice(start, most === undefined ? undefined : start + Number(most));
}

function escaped(text) {
  const at = text.search(/\\u|\\U/);
  return problemAt(text, at, "Cannot be asked here", "This editor reads no escapes such as \\u00e9. Write the character itself.");
}

// The engine gives the place of a syntax error as line:column in the text that it was given; the place at which the
// page stopped reading is more exact.
function located(error, text, shift, stuckAt) {
  const found = /error at (\d+):(\d+): ([^]*)/.exec(error.message);
  if (!found) return error;
  const [line, column] = [Number(found[1]), Number(found[2])];
  const lines = text.split("\n");
  const before = lines.slice(0, line - 1).reduce((all, each) => all + each.length + 1, 0);
  const within = Array.from(lines[line - 1] ?? "").slice(0, Math.max(0, column - 1 - (line === 1 ? shift : 0))).join("").length;
  const at = stuckAt ?? before + within;
  const wrong = tokens(text.slice(at))?.[0]?.text ?? text.slice(at).trim().split(/\s/)[0];
  const words = wrong ? `“${wrong.length > 40 ? `${wrong.slice(0, 40)}…` : wrong}” does not fit here` : "the query ends too early";
  return problemAt(text, at, "Syntax error", `${words}. The engine says: ${found[3].replace(", [_]", " or something else").replace("[_]", "something else")}.`);
}

function problemAt(text, at, title, message) {
  const before = text.slice(0, at).split("\n");
  const line = before.length;
  const column = Array.from(before.at(-1)).length + 1;
  const whole = text.split("\n")[line - 1];
  const excerpt = `${whole}\n${before.at(-1).replace(/[^\t]/g, " ")}^`;
  return new QueryProblem(title, `Line ${line}, column ${column}: ${message}`, excerpt, line);
}
