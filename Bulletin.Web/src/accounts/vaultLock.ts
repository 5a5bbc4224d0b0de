import { newId } from '../api/ids'
import { changeValue } from './vaultDatabase'

interface Lease {
  owner: string
  until: number
}

const leaseLength = 15_000
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** For browsers that restrict Web Locks to secure contexts: a lease in the database that all tabs share. */
async function withLease<T>(name: string, work: () => Promise<T>): Promise<T> {
  const owner = newId()
  const take = () =>
    changeValue<Lease>(name, (held) => (held && held.until > Date.now() ? undefined : { owner, until: Date.now() + leaseLength }))
  while (!(await take())) await pause(50)
  try {
    return await work()
  } finally {
    // The lease may have expired, and another tab may hold it now.
    await changeValue<Lease>(name, (held) => (held?.owner === owner ? { owner, until: 0 } : undefined))
  }
}

/** Runs `work` while no other tab or worker of this browser runs work with the same name. */
export const withLock = async <T>(name: string, work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? await navigator.locks.request(name, work) : withLease(name, work)
