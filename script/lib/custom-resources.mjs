// See script/lib/custom-resources, which copies this to where the packages are. Their classes check types and values but allow
// fields that they don't know; the types that TypeScript reads don't allow them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { parseAllDocuments } from 'yaml'

const packages = {
  'cert-manager.io': 'cert-manager',
  'external-secrets.io': 'external-secrets',
  'gateway.networking.k8s.io': 'gateway-api',
  'networking.gke.io': 'gke',
}
const folder = import.meta.dirname
const resources = parseAllDocuments(readFileSync(0, 'utf8'))
  .map((document) => document.toJS())
  .filter((resource) => resource?.apiVersion?.split('/')[0] in packages)
const problems = []

const modules = resources.map(({ apiVersion, kind }) => `@kubernetes-models/${packages[apiVersion.split('/')[0]]}/${apiVersion}/${kind}`)
for (const [index, resource] of resources.entries()) {
  const { [resource.kind]: Model } = await import(import.meta.resolve(modules[index]))
  try {
    new Model(resource).validate()
  } catch (error) {
    problems.push(`${resource.kind} ${resource.metadata.name}: ${error.message}`)
  }
}

const file = join(folder, `check-${process.pid}.mts`)
const source = resources
  .map((resource, index) => `import type { I${resource.kind} as I${index} } from '${modules[index]}'\nexport const r${index}: I${index} = ${JSON.stringify(resource, null, 1)}\n`)
  .join('')
const options = { strict: true, noEmit: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022 }
const host = ts.createCompilerHost(options)
const { getSourceFile, fileExists, readFile } = host
host.fileExists = (name) => name === file || fileExists(name)
host.readFile = (name) => (name === file ? source : readFile(name))
host.getSourceFile = (name, ...rest) => (name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest))
for (const problem of ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)))
  problems.push(ts.flattenDiagnosticMessageText(problem.messageText, '\n'))

for (const problem of problems) console.error(problem)
for (const { kind } of resources) console.log(kind)
process.exitCode = problems.length ? 1 : 0
