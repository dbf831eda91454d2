// Reads a file with N3.js in the format of the second argument, and prints its quads as N-Quads.
import { readFileSync } from 'node:fs'
import { Parser, Writer } from 'n3'

const [path, format] = process.argv.slice(-2)
const quads = new Parser({ format }).parse(readFileSync(path, 'utf8'))
console.log(new Writer({ format: 'N-Quads' }).quadsToString(quads))
