// Applies a mutation to the working copy: the `- ` lines must occur exactly once, consecutively, and are replaced by the
// `+ ` lines. Indentation is ignored, and the surrounding code may change. Usage: mutate.mjs FILE
import { readFileSync, writeFileSync } from 'node:fs'

for (const part of readFileSync(process.argv[2], 'utf8').split(/^File: /m).slice(1)) {
  const [file, ...lines] = part.trim().split('\n')
  const marked = (mark) => lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(2))
  const [before, after] = [marked('- '), marked('+ ')]
  const source = readFileSync(file, 'utf8').split('\n')
  const places = source.flatMap((_, at) => (before.every((line, i) => source[at + i]?.trim() === line) ? [at] : []))
  if (before.length === 0 || places.length !== 1) {
    console.error(`${file}: the lines to replace occur ${places.length} times, not once`)
    process.exit(1)
  }
  const indentation = source[places[0]].match(/^\s*/)[0]
  source.splice(places[0], before.length, ...after.map((line) => indentation + line))
  writeFileSync(file, source.join('\n'))
}
