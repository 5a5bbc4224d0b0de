import { withLock } from '../accounts/vaultLock'

const most = 200
/** Milliseconds after which the tab in front has spoken up. */
const patience = 400
/** Milliseconds after which the others have heard a tab. */
const delivery = 100
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Decides which tab of a browser tells of something: the one in front, or any one. */
export function createTabTurns() {
  const channel = new BroadcastChannel('bulletin.notified')
  const told = new Set<string>()

  function note(key: string): void {
    told.add(key)
    const [oldest] = told
    if (told.size > most && oldest !== undefined) told.delete(oldest)
  }
  channel.onmessage = ({ data }: MessageEvent<unknown>) => { if (typeof data === 'string') note(data) }

  /** This tab is in front: the others need not tell of it. */
  function take(key: string): void {
    note(key)
    channel.postMessage(key)
  }

  /** Returns whether this tab is the one to tell of it. */
  async function claim(key: string): Promise<boolean> {
    await pause(patience)
    return withLock('bulletin.notified', async () => {
      if (told.has(key)) return false
      take(key)
      await pause(delivery)
      return true
    })
  }

  return { take, claim, close: () => channel.close() }
}
