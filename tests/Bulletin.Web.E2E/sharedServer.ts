import type { TestProject } from 'vitest/node'
import { OwnServer } from './server'

declare module 'vitest' {
  interface ProvidedContext {
    sharedUrl: string
  }
}

/** One server for the whole run, unless BULLETIN_URL names a running one. */
export default async function share(project: TestProject) {
  const given = process.env['BULLETIN_URL']
  if (given) return project.provide('sharedUrl', given.replace(/\/$/, ''))
  const server = await OwnServer.start()
  project.provide('sharedUrl', server.url)
  return () => server.stop()
}
