/** A network may take a request and never answer. */
const patience = 3_000

/** The newest page where the server answers in time, and the one held where it does not. */
export async function navigate(ask: () => Promise<Response>, held: Response | undefined): Promise<Response> {
  if (!held) return ask()
  let late: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<undefined>((resolve) => (late = setTimeout(() => resolve(undefined), patience)))
  const answer = await Promise.race([ask().catch(() => undefined), tooLate])
  clearTimeout(late)
  return answer && answer.status < 500 ? answer : held
}
