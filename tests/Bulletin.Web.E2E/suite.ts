import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { launch, Person } from './browser'
import { OwnServer, sharedServer } from './server'

/**
 * One browser and one server for a test file. Users who arrive in a test leave at its end, and their consoles must be empty.
 * With settings, even empty ones, the file gets its own server.
 */
export function suite(settings?: string[]) {
  let browser: Browser | undefined
  let server: { url: string; stop: () => Promise<void> } | undefined
  const present: Person[] = []
  let residents: [Person, Person] | undefined

  beforeAll(async () => {
    ;[browser, server] = await Promise.all([launch(), settings ? OwnServer.start(settings) : sharedServer()])
  })
  // A test that failed while its server was away must not fail the tests after it.
  beforeEach(async () => {
    if (server instanceof OwnServer && !server.isRunning) await server.run()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') for (const person of [...present, ...(residents ?? [])]) console.log(await person.describe())
    const left = await Promise.all(present.splice(0).map((person) => person.leave()))
    const stayed = residents?.flatMap((person) => person.report()) ?? []
    if (task.result?.state === 'fail') {
      for (const person of residents ?? []) await person.leave()
      residents = undefined
    }
    expect([...left.flat(), ...stayed]).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  const running = () => {
    if (!browser || !server) throw new Error('The suite has not begun.')
    return { browser, server, url: server.url }
  }
  const keep = (person: Person) => {
    present.push(person)
    return person
  }
  const arrival = () => Person.signedUp(running().browser, running().url)

  return {
    /** Two users who stay from test to test, which saves signing up each time; each test uses its own topic. */
    residents: async (): Promise<[Person, Person]> => (residents ??= await Promise.all([arrival(), arrival()])),
    url: () => running().url,
    browser: () => running().browser,
    own: () => {
      const { server } = running()
      if (!(server instanceof OwnServer)) throw new Error('The server is not the suite\'s own.')
      return server
    },
    arrive: async (...[name, options]: [string?, Parameters<typeof Person.arrive>[3]?]) => keep(await Person.arrive(running().browser, running().url, name, options)),
    signedUp: async (...[name, options]: [string?, Parameters<typeof Person.arrive>[3]?]) => keep(await Person.signedUp(running().browser, running().url, name, options)),
  }
}
