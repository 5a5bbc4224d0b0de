const most = 100
const interval = 1_000
const spread = 300

/**
 * Collects ids to ask the server about: one request at a time, at most once a second, each after a random delay, so that not everybody
 * asks at once about a topic that many follow. `ask` returns whether it was answered; what was not is asked again.
 */
export function createQuestions(ask: (ids: string[]) => Promise<boolean>) {
  const waiting = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking = false
  let asked = -Infinity
  let failures = 0

  function plan(): void {
    if (asking || timer !== undefined || !waiting.size) return
    const pause = Math.min(30_000, interval * 2 ** failures)
    timer = setTimeout(() => void run(), Math.max(0, asked + pause - performance.now()) + Math.random() * spread)
  }

  async function run(): Promise<void> {
    timer = undefined
    const ids = [...waiting].slice(0, most)
    for (const id of ids) waiting.delete(id)
    if (!ids.length) return
    asking = true
    asked = performance.now()
    const answered = await ask(ids).finally(() => (asking = false))
    failures = answered ? 0 : failures + 1
    if (!answered) for (const id of ids) waiting.add(id)
    plan()
  }

  return {
    add(ids: Iterable<string>): void {
      for (const id of ids) waiting.add(id)
      plan()
    },
    forget: (id: string) => void waiting.delete(id),
    clear(): void {
      waiting.clear()
      clearTimeout(timer)
      timer = undefined
      failures = 0
    },
  }
}
