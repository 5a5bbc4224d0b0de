import { refresh, type RefreshOutcome } from './sessionVault'

export const refreshRequest = 'bulletin.refresh'

const answerWithin = 20_000

/**
 * Refreshes in the service worker, if there is one. The worker outlives a reload, so it still stores the successor of a
 * token that the page used while it was closing.
 */
export async function refreshSafely(): Promise<RefreshOutcome> {
  const worker = navigator.serviceWorker?.controller
  if (!worker) return refresh()
  const { port1, port2 } = new MessageChannel()
  const answer = new Promise<RefreshOutcome>((resolve) => {
    const late = setTimeout(() => resolve({ kind: 'unreachable' }), answerWithin)
    port1.onmessage = ({ data }: MessageEvent<RefreshOutcome>) => {
      clearTimeout(late)
      resolve(data)
    }
  })
  worker.postMessage(refreshRequest, [port2])
  return answer.finally(() => port1.close())
}
