/** A network may accept a request and never respond. */
const patience = 3_000

/** The newest page if the server responds in time, otherwise the cached one. */
export async function navigate(ask: () => Promise<Response>, held: Response | undefined): Promise<Response> {
  if (!held) return ask()
  let late: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<undefined>((resolve) => (late = setTimeout(() => resolve(undefined), patience)))
  const answer = await Promise.race([ask().catch(() => undefined), tooLate])
  clearTimeout(late)
  return answer && answer.status < 500 ? answer : held
}
