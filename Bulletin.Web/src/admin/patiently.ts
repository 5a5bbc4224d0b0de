import type { Result } from '../api/problem'

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
/** How often one call waits before its refusal counts. */
const mostWaits = 10

/** Makes a call, and repeats it after the wait that the server asks for, until it is not refused with 429 or is stopped. */
export async function patiently<T>(call: () => Promise<Result<T>>, isStopped: () => boolean): Promise<Result<T>> {
  for (let waits = 0; ; waits++) {
    const result = await call()
    if (result.ok || result.failure.status !== 429 || waits === mostWaits || isStopped()) return result
    await pause(result.failure.retryAfter ?? 1)
    if (isStopped()) return result
  }
}
