/** Milliseconds to wait before attempt `attempt` (0, 1, 2 …): doubles from half a second to 10 s, with jitter. */
export function backoff(attempt: number, random = Math.random): number {
  const ceiling = Math.min(10_000, 500 * 2 ** attempt)
  return ceiling / 2 + (ceiling / 2) * random()
}
