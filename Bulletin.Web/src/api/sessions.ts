import { doneOf, resultOf } from './client'
import { call } from './personal'

/** Somewhere the user is logged in. */
export interface OwnSession {
  id: string
  createdAt: string
  /** When it began or was last renewed. */
  lastSeenAt: string
  /** Such as "Firefox on Linux"; null if unknown. */
  client: string | null
  /** Null if unknown. */
  address: string | null
  /** Whether it is the session of this browser. */
  current: boolean
}

/** The sessions of the user. */
export const sessionsApi = {
  list: () => resultOf(call<{ items: OwnSession[] }>('GET', '/users/me/sessions')),
  end: (id: string) => doneOf(call('DELETE', `/users/me/sessions/${id}`)),
}
