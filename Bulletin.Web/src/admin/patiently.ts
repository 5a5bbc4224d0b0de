import type { Result } from '../api/problem'

/** How often one call waits before its refusal counts. */
const mostWaits = 10

/** Waits for seconds, or until it is aborted. */
function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1_000)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    }, { once: true })
  })
}

/** Makes a call, and repeats it after the wait that the server asks for, until it is not refused with 429 or is aborted. */
export async function patiently<T>(call: () => Promise<Result<T>>, signal: AbortSignal): Promise<Result<T>> {
  for (let waits = 0; ; waits++) {
    const result = await call()
    if (result.ok || result.failure.status !== 429 || waits === mostWaits || signal.aborted) return result
    await pause(Math.max(result.failure.retryAfter ?? 1, 1), signal)
    if (signal.aborted) return result
  }
}
