// Validates the first N-Triples file against the shapes in the second, and prints focus, source shape and component.
import { readFileSync } from 'node:fs'
import { Parser } from 'n3'
import DatasetFactory from '@rdfjs/dataset/Factory.js'
import SHACLValidator from 'rdf-validate-shacl'

const read = (path) => new DatasetFactory().dataset(new Parser().parse(readFileSync(path, 'utf8')))
const written = (term) => (term.termType === 'NamedNode' ? term.value : '_:')

const [data, shapes] = process.argv.slice(-2).map(read)
const report = await new SHACLValidator(shapes).validate(data)
const results = report.results.map((result) => [
  written(result.focusNode), written(result.sourceShape), result.sourceConstraintComponent.value,
])
console.log(JSON.stringify({ conforms: report.conforms, results }))
