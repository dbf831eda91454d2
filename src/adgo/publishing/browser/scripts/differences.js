// Which differences between the engine and SPARQL 1.1 a query may meet. It names too many rather than too few.
import { ANY, Expressions, NODES } from "./expressions.js";
import { declared, form, iriOf, tokens } from "./tokens.js";

const IRI = 1;
const NIL = "http://www.w3.org/1999/02/22-rdf-syntax-ns#nil";
const END = { kind: "end", text: "", word: "" };

class Reader {
  constructor(list, rules, prefixes) {
    Object.assign(this, { list, prefixes, at: 0, names: new Set(), orderKeys: [], zeroEnds: [], graphs: new Set(), depth: 0, exists: 0 });
    this.expressions = new Expressions(this, rules, (name) => this.names.add(name));
    this.rules = rules;
  }

  get now() {
    return this.list[this.at] ?? END;
  }

  get after() {
    return this.list[this.at + 1] ?? END;
  }

  take() {
    return this.list[this.at++] ?? END;
  }

  expect(word) {
    if (this.now.word !== word) throw this.unread(this.now);
    return this.take();
  }

  unread(token) {
    return Object.assign(new Error("not read"), { token });
  }

  iri(token) {
    return iriOf(token, this.prefixes);
  }

  bind(name, kinds) {
    const { known } = this.expressions;
    known.set(name, (known.get(name) ?? 0) | kinds);
  }

  // Query

  query() {
    while (["PREFIX", "BASE"].includes(this.now.word)) this.at += this.now.word === "BASE" ? 2 : 3;
    const word = this.take().word;
    if (word === "SELECT") this.selected();
    if (word === "CONSTRUCT" && this.now.text === "{") this.skipTemplate();
    while (word === "DESCRIBE" && ["var", "iri", "pname"].includes(this.now.kind)) this.take();
    if (word === "DESCRIBE" && this.now.text === "*") this.take();
    this.dataset();
    if (this.now.word === "WHERE") this.take();
    if (this.now.text === "{") this.group();
    this.modifiers(0);
    if (this.now !== END) throw this.unread(this.now);
  }

  selected() {
    if (["DISTINCT", "REDUCED"].includes(this.now.word)) this.take();
    while (this.now.text === "*" || this.now.kind === "var" || this.now.text === "(") {
      if (this.take().text === "(") this.named();
    }
  }

  // An expression with AS and a variable, after the bracket.
  named() {
    const tree = this.expressions.read();
    this.expressions.value(tree);
    this.expect("AS");
    this.bind(this.take().text.slice(1), this.expressions.kinds(tree));
    this.expect(")");
  }

  skipTemplate() {
    for (let open = 0; ; ) {
      const { text } = this.take();
      open += text === "{" ? 1 : text === "}" ? -1 : 0;
      if (open === 0 || this.now === END) return;
    }
  }

  dataset() {
    const merged = [], named = [];
    while (this.now.word === "FROM") {
      this.take();
      const isNamed = this.now.word === "NAMED";
      if (isNamed) this.take();
      (isNamed ? named : merged).push(this.iri(this.take()));
    }
    if (merged.length > 1) this.names.add("merged-default-graph");
    const isTwice = (list) => list.length > 1 && (list.includes(null) || new Set(list).size < list.length);
    if (isTwice(merged) || isTwice(named)) this.names.add("graph-named-twice");
    this.hasDataset = merged.length + named.length > 0;
  }

  modifiers(level) {
    const { expressions } = this;
    if (this.now.word === "GROUP") {
      this.take();
      this.expect("BY");
      while (this.startsExpression()) this.groupKey();
    }
    if (this.now.word === "HAVING") {
      this.take();
      while (this.startsExpression()) expressions.condition(this.constraint());
    }
    const hasOrder = this.now.word === "ORDER";
    const keys = hasOrder ? this.order() : [];
    const cut = this.now.at;
    let isCut = false;
    while (["LIMIT", "OFFSET"].includes(this.now.word)) {
      isCut = true;
      this.at += 2;
    }
    if (level === 0) Object.assign(this, { orderKeys: keys, cut: isCut ? cut : null });
    if (level > 0 ? keys.length : keys.includes(null)) this.names.add("order-of-mixed-literals");
    if (this.now.word !== "VALUES") return;
    if (level === 0 && isCut && keys.length) this.names.add("order-of-mixed-literals");
    this.values();
  }

  groupKey() {
    if (this.now.text !== "(") return this.expressions.value(this.constraint());
    this.take();
    const tree = this.expressions.read();
    this.expressions.value(tree);
    if (this.now.word === "AS") {
      this.take();
      if (tree.variable !== undefined) this.names.add("alias-of-a-key");
      this.bind(this.take().text.slice(1), this.expressions.kinds(tree));
    }
    this.expect(")");
    return undefined;
  }

  // The keys of ORDER BY that may mix numbers and other literals: a variable's name, or null for another expression.
  order() {
    const keys = [];
    this.take();
    this.expect("BY");
    while (this.startsExpression() || ["ASC", "DESC"].includes(this.now.word)) {
      const isMarked = ["ASC", "DESC"].includes(this.now.word) && this.take();
      const tree = isMarked ? this.expressions.bracketed() : this.constraint();
      this.expressions.value(tree);
      if (this.expressions.isMixed(this.expressions.kinds(tree))) keys.push(tree.variable ?? null);
    }
    return keys;
  }

  startsExpression() {
    const { kind, text } = this.now;
    const isCall = ["word", "iri", "pname"].includes(kind) && (this.after.text === "(" || /^(NOT|EXISTS)$/i.test(text));
    return kind === "var" || text === "(" || isCall;
  }

  // What may follow FILTER: brackets, a call, or EXISTS.
  constraint() {
    return this.now.text === "(" ? this.expressions.bracketed() : this.expressions.primary();
  }

  // Patterns

  inExists(read) {
    this.exists += 1;
    read();
    this.exists -= 1;
  }

  group() {
    this.expect("{");
    if (this.now.word === "SELECT") {
      this.take();
      this.selected();
      if (this.now.word === "WHERE") this.take();
      this.group();
      this.modifiers(1);
    }
    while (this.now.text !== "}") this.element();
    this.take();
  }

  element() {
    const { word, text } = this.now;
    if (text === "{") return this.group();
    if (text === ".") return this.take();
    if (word === "FILTER") {
      this.take();
      return this.expressions.condition(this.constraint());
    }
    if (word === "BIND") {
      this.take();
      this.expect("(");
      return this.named();
    }
    if (word === "VALUES") return this.values();
    if (word === "GRAPH") return this.graph();
    if (word === "SERVICE") this.names.add("service");
    if (word === "MINUS" && this.exists) this.names.add("minus-in-exists");
    if (["OPTIONAL", "UNION", "MINUS"].includes(word)) return this.take();
    if (word === "SERVICE") {
      this.at += this.after.word === "SILENT" ? 3 : 2;
      return this.group();
    }
    const start = this.at;
    this.triples();
    if (this.at === start) throw this.unread(this.now);
    return undefined;
  }

  values() {
    this.take();
    const names = [];
    if (this.now.kind === "var") names.push(this.take().text);
    else {
      this.expect("(");
      while (this.now.kind === "var") names.push(this.take().text);
      this.expect(")");
    }
    for (const each of names) this.bind(each.slice(1), ANY);
    this.expect("{");
    while (this.now.text !== "}") {
      if (this.now === END) throw this.unread(this.now);
      if (this.now.text === "(" || this.now.text === ")" || this.now.word === "UNDEF") this.take();
      else this.term("data");
    }
    this.take();
  }

  graph() {
    this.take();
    const name = this.take();
    const isVariable = name.kind === "var";
    const iri = isVariable ? null : this.iri(name);
    if (isVariable) this.bind(name.text.slice(1), IRI);
    this.graphs.add(iri);
    const start = this.at;
    const level = (this.inGraph = (this.inGraph ?? 0) + 1);
    this.group();
    this.inGraph = level - 1;
    const inside = this.list.slice(start + 1, this.at - 1);
    if (inside.length && !isTriplesFirst(inside)) {
      if (isVariable) this.names.add("graph-variable");
      else if (!this.rules.graphs.includes(iri)) this.names.add("graph-that-is-missing");
    }
    if (isVariable && inside.some((each) => each.kind === "var" && each.text.slice(1) === name.text.slice(1))) this.names.add("graph-variable-inside");
  }

  // Triples: subject, then verbs with objects.
  triples() {
    const narrow = new Map();
    const seen = (term, kinds) => {
      if (term.variable) narrow.set(term.variable, (narrow.get(term.variable) ?? ANY) & kinds);
    };
    while (!["}", "{", "", "]", ")"].includes(this.now.text) && !["FILTER", "BIND", "VALUES", "GRAPH", "SERVICE", "MINUS", "OPTIONAL", "UNION"].includes(this.now.word)) {
      const subject = this.term("node", seen);
      this.verbs(subject, seen);
      if (this.now.text === ".") this.take();
    }
    for (const [name, kinds] of narrow) this.bind(name, kinds);
  }

  verbs(subject, seen) {
    while (["var", "iri", "pname"].includes(this.now.kind) || ["a", "(", "^", "!"].includes(this.now.text)) {
      const path = this.path();
      seen(subject, path.isSimple ? NODES : ANY);
      if (path.variable) seen(path, IRI);
      do {
        const object = this.term("node", seen);
        seen(object, ANY);
        if (path.isZero) this.zero(subject, object);
      } while (this.now.text === "," && this.take());
      while (this.now.text === ";") this.take();
    }
  }

  zero(subject, object) {
    const ends = [subject, object].filter((each) => !each.variable && !each.isBlank);
    this.zeroEnds.push(...ends.map((each) => (this.inGraph || this.hasDataset ? null : (each.iri ?? null))));
  }

  // A term of a triple: {variable}, {iri}, {isBlank} or {} for a literal.
  term(role, seen) {
    const { kind, text, word } = this.now;
    if (kind === "var") return { variable: this.take().text.slice(1) };
    if (kind === "iri" || kind === "pname") return { iri: this.iri(this.take()) };
    if (kind === "blank") return this.take() && { isBlank: true };
    if (text === "[" || text === "(") return this.nested(text, seen);
    if (["-", "+"].includes(text) && this.after.kind === "number") {
      this.take();
      return this.literal(role, this.expressions.number(text + this.take().text));
    }
    if (kind === "number" || kind === "string" || word === "TRUE" || word === "FALSE") return this.literal(role, this.expressions.primary());
    throw this.unread(this.now);
  }

  literal(role, tree) {
    if (tree.folded) this.names.add("folded-literal");
    return { role };
  }

  nested(open, seen) {
    this.take();
    if (open === "(" && this.now.text === ")") return this.take() && { iri: NIL };
    if (open === "[") this.verbs({ isBlank: true }, seen);
    else while (this.now.text !== ")") seen(this.term("node", seen), ANY);
    this.expect(open === "[" ? "]" : ")");
    return { isBlank: true };
  }

  // Paths: {isSimple, isZero, variable}

  path() {
    if (this.now.kind === "var") return { isSimple: true, isZero: false, variable: this.take().text.slice(1) };
    const start = this.at;
    const found = this.alternatives();
    if (found.isAlternative) this.names.add("path-alternative");
    return { isSimple: this.at === start + 1, isZero: found.isZero };
  }

  alternatives() {
    const found = this.sequence();
    while (this.now.text === "|") {
      this.take();
      const next = this.sequence();
      found.isZero ||= next.isZero;
      found.isAlternative = true;
    }
    return found;
  }

  sequence() {
    const found = this.step();
    while (this.now.text === "/") {
      this.take();
      const next = this.step();
      found.isZero &&= next.isZero;
      found.isAlternative ||= next.isAlternative;
    }
    return found;
  }

  step() {
    if (this.now.text === "^") this.take();
    const found = this.primaryOfPath();
    if (!["*", "+", "?"].includes(this.now.text)) return found;
    // How often a repeated path joins two nodes does not matter.
    return { isZero: this.take().text !== "+" || found.isZero, isAlternative: false };
  }

  primaryOfPath() {
    const { kind, text } = this.take();
    if (text === "(") {
      const inner = this.alternatives();
      this.expect(")");
      return inner;
    }
    if (text === "!") this.negated();
    else if (kind !== "iri" && kind !== "pname" && text !== "a") throw this.unread(this.now);
    return { isZero: false, isAlternative: false };
  }

  negated() {
    const isList = this.now.text === "(";
    do {
      if (this.take().text === "^" || this.now.text === "^") this.names.add("path-negated-inverse");
    } while (isList && this.now.text !== ")" && this.now !== END);
    if (isList) this.take();
    else if (this.list[this.at - 1].text === "^") this.take();
  }
}

// Whether every solution of a group matches a triple of its graph: a triple comes first, and what follows is simple.
function isTriplesFirst(inside) {
  const isStart = ["var", "iri", "pname", "blank"].includes(inside[0].kind) || inside[0].text === "[";
  const isComplex = inside.some((each) => ["SELECT", "BIND", "VALUES", "UNION", "MINUS", "EXISTS", "GRAPH", "SERVICE"].includes(each.word) || ["*", "?"].includes(each.text));
  const opened = inside.flatMap((each, i) => (each.text === "{" ? [inside[i - 1].word === "OPTIONAL" && isTriplesFirst(inside.slice(i + 1, -1).length ? inside.slice(i + 1) : [END])] : []));
  return isStart && !isComplex && opened.every(Boolean);
}

// What a query may meet: {names, orderKeys, cut, zeroEnds, graphs, isRead}. isRead: whether the query was understood.
export function inspect(text, rules, prefixes = {}) {
  const list = tokens(text);
  if (!list) return { isRead: false, names: [], graphs: [null], form: "" };
  const kind = form(list);
  const all = declared(list, prefixes);
  const known = new Map();
  let reader;
  try {
    // Each reading finds more kinds of terms that variables can have; the last one has all.
    for (let reading = 0; reading < 4; reading++) {
      reader = new Reader(list, rules, all);
      reader.expressions.known = known;
      reader.query();
    }
    const { orderKeys, cut, zeroEnds, graphs, hasDataset } = reader;
    return { isRead: true, names: [...reader.names].sort(), orderKeys, cut: cut ?? null, zeroEnds, graphs: hasDataset ? [null] : [...graphs], form: kind };
  } catch ({ token }) {
    return { stuckAt: token?.at ?? text.trimEnd().length, isRead: false, names: [...reader.names].sort(), graphs: [null], form: kind };
  }
}
