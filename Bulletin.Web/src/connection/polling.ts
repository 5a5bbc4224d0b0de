import { backoff } from '../api/backoff'

const interval = 3_000
/** Most connections are back by then. */
const grace = 1_000
const spread = (milliseconds: number) => milliseconds * (0.8 + 0.4 * Math.random())

/**
 * Polls for changes while there is no connection, and only while the page is visible. `ask` returns whether it reached the
 * server.
 */
export function createPolling(ask: () => Promise<boolean>) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let wanted = false
  let asking = false
  let failures = 0

  function plan(wait: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void poll(), wait)
  }

  async function poll(): Promise<void> {
    clearTimeout(timer)
    if (!wanted || asking || document.visibilityState !== 'visible') return
    asking = true
    const answered = await ask().finally(() => (asking = false))
    failures = answered ? 0 : failures + 1
    if (wanted) plan(answered ? spread(interval) : backoff(failures + 2))
  }

  return {
    start(): void {
      if (wanted) return
      wanted = true
      failures = 0
      plan(spread(grace))
    },
    stop(): void {
      wanted = false
      clearTimeout(timer)
    },
    /** Polls now: the page is visible again, or the user asked. */
    hurry: () => void poll(),
  }
}
