import type { Reporter, TestModule } from 'vitest/node'

/** The last line of a run: how many tests passed and how many failed. */
export default class ClosingCount implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const broken = modules.filter((module) => module.errors().length > 0).length
    const passed = tests.filter((test) => test.result().state === 'passed').length
    const failed = tests.filter((test) => test.result().state === 'failed').length
    console.log(`${passed} passed, ${failed + broken} failed`)
  }
}
