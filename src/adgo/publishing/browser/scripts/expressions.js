// Expressions of SPARQL as trees, and which differences between the engine and SPARQL 1.1 they may meet.
// The rules (which functions are answered the same, and what kinds of terms they give) come from ADGO's own list.
const IRI = 1, BLANK = 2, STRING = 4, TAGGED = 8, NUMBER = 16, TRUTH = 32, OTHER = 64;
export const MASKS = { iri: IRI, blank: BLANK, string: STRING, tagged: TAGGED, number: NUMBER, boolean: TRUTH, other: OTHER };
export const ANY = 127, NODES = IRI | BLANK;
const TRUTHS = TRUTH | NUMBER | STRING;
const XSD = "http://www.w3.org/2001/XMLSchema#";
const COMPARISONS = ["=", "!=", "<", ">", "<=", ">=", "IN", "NOT IN"];
const ARITHMETIC = ["+", "-", "*", "/", "unary -", "unary +", "ABS", "CEIL", "FLOOR", "ROUND"];
const AGGREGATES = ["COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"];

const within = (kinds, mask) => (kinds & ~mask) === 0;

export class Expressions {
  // reader: the reader of the whole query; note: takes the name of a difference.
  constructor(reader, rules, note) {
    Object.assign(this, { reader, rules, note, known: new Map() });
    this.results = Object.fromEntries(Object.entries(rules.results).map(([name, kinds]) => [name, kinds.reduce((all, each) => all | MASKS[each], 0)]));
  }

  // Reading. A tree is {constant, kind, ...}, {variable}, {exists} or {call, args}.

  read() {
    return this.chain(() => this.chain(() => this.relation(), ["&&"]), ["||"]);
  }

  chain(part, marks) {
    let left = part();
    while (marks.includes(this.reader.now.text)) left = { call: this.reader.take().text, args: [left, part()] };
    return left;
  }

  relation() {
    const left = this.sum();
    const { reader } = this;
    if (["=", "!=", "<", ">", "<=", ">="].includes(reader.now.text)) return { call: reader.take().text, args: [left, this.sum()] };
    const call = reader.now.word === "NOT" ? `NOT ${reader.after.word}` : reader.now.word;
    if (call !== "IN" && call !== "NOT IN") return left;
    for (const word of call.split(" ")) reader.expect(word);
    return { call, args: [left, ...this.list()] };
  }

  sum() {
    const product = () => this.chain(() => this.unary(), ["*", "/"]);
    return this.chain(product, ["+", "-"]);
  }

  unary() {
    const { reader } = this;
    const mark = reader.now.text;
    if (!["!", "-", "+"].includes(mark)) return this.primary();
    reader.take();
    if (mark !== "!" && reader.now.kind === "number") return this.number(mark + reader.take().text);
    return { call: mark === "!" ? "!" : `unary ${mark}`, args: [this.unary()] };
  }

  primary() {
    const { reader } = this;
    const token = reader.now;
    if (token.text === "(") return this.bracketed();
    if (token.word === "EXISTS" || (token.word === "NOT" && reader.after.word === "EXISTS")) return this.exists();
    reader.take();
    if (token.kind === "var") return { variable: token.text.slice(1) };
    if (token.kind === "string") return this.literal(token);
    if (token.kind === "number") return this.number(token.text);
    if (token.word === "TRUE" || token.word === "FALSE") return { constant: token.text, kinds: TRUTH, folded: false };
    if (token.kind === "iri" || token.kind === "pname") {
      const iri = reader.iri(token);
      return reader.now.text === "(" ? { call: `<${iri}>`, args: this.list() } : { constant: iri, kinds: IRI, folded: false };
    }
    if (token.kind === "word" && reader.now.text === "(") return this.called(token.word);
    throw reader.unread(token);
  }

  bracketed() {
    this.reader.expect("(");
    const inner = this.read();
    this.reader.expect(")");
    return inner;
  }

  exists() {
    const isNegated = this.reader.now.word === "NOT";
    if (isNegated) this.reader.take();
    this.reader.expect("EXISTS");
    this.reader.inExists(() => this.reader.group());
    const exists = { exists: true };
    return isNegated ? { call: "!", args: [exists] } : exists;
  }

  list() {
    const { reader } = this;
    const found = [];
    reader.expect("(");
    if (reader.now.word === "DISTINCT") reader.take();
    while (reader.now.text !== ")") {
      found.push(this.read());
      if (reader.now.text !== ")") reader.expect(",");
    }
    reader.expect(")");
    return found;
  }

  called(name) {
    const { reader } = this;
    if (!AGGREGATES.includes(name)) return { call: name === "URI" ? "IRI" : name === "ISURI" ? "ISIRI" : name, args: this.list() };
    reader.expect("(");
    const isDistinct = reader.now.word === "DISTINCT";
    if (isDistinct) reader.take();
    const isStar = reader.now.text === "*";
    const argument = isStar ? reader.take() && null : this.read();
    if (reader.now.text === ";") {
      for (const word of [";", "SEPARATOR", "="]) reader.expect(word);
      reader.take();
    }
    reader.expect(")");
    return { aggregate: name, argument, isDistinct };
  }

  literal(token) {
    const { reader } = this;
    if (reader.now.kind === "lang") {
      const tag = reader.take().text;
      return { constant: token.text, kinds: TAGGED, folded: tag !== tag.toLowerCase() };
    }
    if (reader.now.text !== "^^") return { constant: token.text, kinds: STRING, folded: false, isPlain: true };
    reader.take();
    const datatype = reader.iri(reader.take());
    const text = token.text.replace(/^("""|'''|"|')([^]*)\1$/, "$2");
    return this.typed(text, datatype, token.text.includes("\\"));
  }

  number(text) {
    const name = /[eE]/.test(text) ? "double" : text.includes(".") ? "decimal" : "integer";
    return this.typed(text, XSD + name, false);
  }

  // A literal with a datatype. Its kinds are all that are possible, as the engine may know the value in another form.
  typed(text, datatype, isEscaped) {
    const kept = this.rules.kept[datatype];
    const isXsd = datatype === null || datatype.startsWith(XSD);
    const folded = isEscaped || (kept === undefined ? isXsd : !new RegExp(`^(?:${kept})$`, "s").test(text));
    const isNumber = this.rules.numbers.includes(datatype);
    const isInexact = datatype === `${XSD}double` || datatype === `${XSD}float`;
    const isKnown = isNumber && /^[+-]?(?:[0-9]{1,17}(?:\.[0-9]{0,17})?|\.[0-9]{1,17})(?:[eE][+-]?[0-9]{1,3})?$/.test(text);
    const kinds = isNumber ? (isKnown ? NUMBER : NUMBER | OTHER) : datatype === `${XSD}boolean` ? TRUTH | OTHER : datatype === `${XSD}string` ? STRING : OTHER;
    return { constant: text, kinds: datatype === null ? ANY : kinds, folded, isKnown, isInexact };
  }

  // Checking

  kinds(tree) {
    if (tree.variable !== undefined) return this.known.get(tree.variable) ?? ANY;
    if (tree.constant !== undefined) return tree.kinds;
    if (tree.exists) return TRUTH;
    if (tree.aggregate) return ["COUNT", "SUM", "AVG"].includes(tree.aggregate) ? NUMBER : ANY;
    const { call, args } = tree;
    if (call === "IF" && args.length === 3) return this.kinds(args[1]) | this.kinds(args[2]);
    if (call === "COALESCE") return args.reduce((all, each) => all | this.kinds(each), 0);
    if (["+", "-", "*", "/"].includes(call)) return NUMBER | (args.reduce((all, each) => all | this.kinds(each), 0) & OTHER);
    return this.results[call] ?? ANY;
  }

  // A condition, in which an error counts as false.
  condition(tree) {
    const { call, args } = tree;
    if (call === "&&" || call === "||") return args.forEach((each) => this.condition(each));
    if (["<", ">", "<=", ">="].includes(call)) {
      if (this.kinds(args[0]) & this.kinds(args[1]) & (TRUTH | TAGGED)) this.note("order-of-unlike-terms");
      return this.arguments(tree);
    }
    if (call === "=" || call === "IN") return this.arguments(tree);
    if (call === "!" && args[0].exists) return undefined;
    if (!within(this.kinds(tree), TRUTHS)) this.note("truth-of-a-term");
    return this.value(tree);
  }

  // An expression whose value is used.
  value(tree) {
    if (tree.aggregate) return this.aggregate(tree);
    if (tree.constant !== undefined && tree.folded) this.note("folded-literal");
    if (!tree.call) return;
    this.ofCall(tree, tree.args.map((each) => this.kinds(each)));
    this.arguments(tree);
  }

  arguments({ call, args }) {
    const counts = (each) => each.isKnown && (COMPARISONS.includes(call) || (ARITHMETIC.includes(call) && !each.isInexact));
    for (const each of args) if (!counts(each)) this.value(each);
  }

  aggregate({ aggregate, argument, isDistinct }) {
    if (argument === null) {
      if (isDistinct) this.note("count-of-distinct-solutions");
      return;
    }
    const kinds = this.kinds(argument);
    if (aggregate === "COUNT" && argument.variable === undefined && argument.constant === undefined) this.note("count-of-an-error");
    if ((aggregate === "MIN" || aggregate === "MAX") && this.isMixed(kinds)) this.note("order-of-mixed-literals");
    if (aggregate === "GROUP_CONCAT" && !within(kinds, STRING)) this.note("group-concat");
    if (!argument.isKnown) this.value(argument);
  }

  isMixed(kinds) {
    return Boolean(kinds & NUMBER && kinds & (STRING | TAGGED | TRUTH | OTHER));
  }

  ofCall({ call, args }, kinds) {
    if (this.rules.same.includes(call)) return;
    if (["=", "!=", "IN", "NOT IN"].includes(call)) {
      const agree = (left, right) => within(left, NODES) || within(right, NODES) || within(left | right, STRING) || within(left | right, NUMBER);
      if (!kinds.slice(1).every((each) => agree(kinds[0], each))) this.note("equality-of-unlike-terms");
    } else if (["<", ">", "<=", ">="].includes(call)) {
      if (kinds[0] & kinds[1] & (TRUTH | TAGGED)) this.note("order-of-unlike-terms");
      if (kinds[0] & kinds[1] & NUMBER && (kinds[0] | kinds[1]) & OTHER) this.note("not-a-number");
    } else if (["&&", "||", "!", "IF"].includes(call)) {
      if (!(call === "IF" ? kinds.slice(0, 1) : kinds).every((each) => within(each, TRUTHS))) this.note("truth-of-a-term");
    } else if (this.rules.casts.includes(call)) {
      this.note("cast");
      if (call === `<${XSD}double>` || call === `<${XSD}float>`) this.note("form-of-a-double");
    } else if (call === "REGEX") {
      const isFlag = !args[2] || (args[2].isPlain && ['""', "''", '"i"', "'i'"].includes(args[2].constant));
      const isSafe = args[1]?.isPlain && new RegExp(`^(?:${this.rules.safePattern})$`).test(args[1].constant.replace(/^["']|["']$/g, ""));
      if (!isFlag || !isSafe) this.note("regular-expression");
    } else if (call === "*") {
      if (args.every((each) => each.constant !== undefined)) this.note("long-number");
    } else if (call === "BNODE") {
      if (args.length) this.note("bnode-of-a-string");
    } else {
      const names = { REPLACE: "replace", "/": "division", STRDT: "strdt" };
      this.note(names[call] ?? "unknown-function");
    }
  }
}
