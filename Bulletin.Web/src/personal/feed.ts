import { backoff } from '../api/backoff'
import type { Hub } from '../api/hub'
import type { PersonalEvents, PersonalSnapshot } from '../api/types'

type Handlers = { [Name in keyof PersonalEvents]: (event: PersonalEvents[Name]) => void }

const mostHeldBack = 500

/** Milliseconds: many may be told to watch again at the same time. */
const longestPause = 1_000

/** The user's own changes, from the last known version on. Events that arrive before the snapshot are applied after it. */
export function createFeed(hub: Pick<Hub, 'listen' | 'invoke' | 'connected'>, version: { value: number | null }, take: (snapshot: PersonalSnapshot) => void, handlers: Handlers) {
  let waiting: (() => void)[] | null = null
  let watches = 0
  let overflowed = false

  function on<Name extends keyof PersonalEvents>(name: Name): void {
    const apply = (event: PersonalEvents[Name]) => {
      // Without a version there was no snapshot: the first one tells all this.
      if (version.value === null) return
      version.value = Math.max(version.value, event.version)
      handlers[name](event)
    }
    hub.listen<PersonalEvents[Name]>(name, (event) => {
      if (!waiting) return apply(event)
      if (waiting.length < mostHeldBack) waiting.push(() => apply(event))
      else overflowed = true
    })
  }
  on('ReadMoved')
  on('LevelChanged')
  on('DraftChanged')
  on('Notified')
  on('NotificationsRead')
  on('CountsChanged')
  hub.listen('WatchAgain', () => {
    // What is held is out of date, and so is an answer that is on its way. Events are of no use before the next one, which tells everything.
    version.value = null
    const mine = ++watches
    setTimeout(() => { if (mine === watches && hub.connected) void watch(0, mine) }, Math.random() * longestPause)
  })

  /** Watches on the current connection. Retries when refused. */
  async function watch(attempt = 0, mine = ++watches): Promise<void> {
    waiting = []
    overflowed = false
    const again = () => { if (mine === watches && hub.connected) void watch(attempt + 1, mine) }
    try {
      const snapshot = await hub.invoke<PersonalSnapshot>('WatchMe', version.value)
      if (mine !== watches) return
      take(snapshot)
      version.value = snapshot.version
    } catch {
      if (mine === watches) setTimeout(again, backoff(attempt))
      return
    }
    const events = waiting
    waiting = null
    for (const apply of events) apply()
    if (overflowed) again()
  }

  return {
    watch: () => watch(),
    /** Somebody else is logged in. */
    stop(): void {
      watches++
      waiting = null
    },
  }
}
