import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { launch, Person } from './browser'
import { anyServer } from './server'

/** One browser and one server for a file of tests; whoever arrived in a test leaves at its end. */
export function suite() {
  let browser: Browser | undefined
  let server: Awaited<ReturnType<typeof anyServer>> | undefined
  const present: Person[] = []

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([launch(), anyServer()])
  })
  afterEach(async () => {
    await Promise.all(present.splice(0).map((person) => person.leave()))
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const running = () => {
    if (!browser || !server) throw new Error('The suite has not begun.')
    return { browser, url: server.url }
  }
  const keep = (person: Person) => {
    present.push(person)
    return person
  }
  return {
    url: () => running().url,
    browser: () => running().browser,
    arrive: async (...[name, options]: [string?, Parameters<typeof Person.arrive>[3]?]) => keep(await Person.arrive(running().browser, running().url, name, options)),
    signedUp: async (...[name, options]: [string?, Parameters<typeof Person.arrive>[3]?]) => keep(await Person.signedUp(running().browser, running().url, name, options)),
  }
}
