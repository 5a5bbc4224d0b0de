// Summarises the suites' reports, with totals on the last line. Usage: summary.mjs CRASHED FOLDER SUITE…
// A suite without a report or without a test counts as a failure, so that it is not mistaken for a success.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [crashed, folder, ...named] = process.argv.slice(2)
const suites = new Set(named)

let passed = 0
let failed = 0
let skipped = 0
for (const suite of suites) {
  const counts = read(join(folder, `${suite}.json`))
  if (!counts || counts.passed + counts.failed === 0) {
    console.log(`${suite}: no test ran`)
    failed += 1
    continue
  }
  console.log(`${suite}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  for (const name of counts.broken) console.log(`  failed: ${name}`)
  passed += counts.passed
  failed += counts.failed
  skipped += counts.skipped
}
// A suite that failed without a failed test (a lint error, a crash after the last test) counts as a failure too.
if (failed === 0) failed = Number(crashed)

console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`)
process.exit(failed === 0 ? 0 : 1)

/** The counts and failed tests of a CTRF report (xunit) or a Vitest report; null if there is none. */
function read(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    const ctrf = report.results?.summary
    return ctrf
      ? {
          passed: ctrf.passed,
          failed: ctrf.failed + (ctrf.other ?? 0),
          skipped: ctrf.skipped + (ctrf.pending ?? 0),
          broken: report.results.tests.filter(({ status }) => status === 'failed').map(({ name }) => name),
        }
      : {
          passed: report.numPassedTests,
          failed: report.numFailedTests + (report.numFailedTestSuites && !report.numFailedTests ? 1 : 0),
          skipped: report.numPendingTests + report.numTodoTests,
          broken: report.testResults.flatMap(({ assertionResults }) =>
            assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName)),
        }
  } catch {
    return null
  }
}
