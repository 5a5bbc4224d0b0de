import { backoff } from './backoff'

/** Keeps many tabs from connecting at the same moment. */
const stagger = 500

/**
 * Decides when this tab tries to reconnect. The tabs of a browser share one backoff: each tells the others when it tries,
 * and they wait as if they had tried themselves. Once one tab connects, the others follow at once. There is no leader, so a
 * tab that is closed or frozen blocks no other.
 */
export class Turns {
  private readonly channel = new BroadcastChannel('bulletin.reconnect')
  private attempt = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private called = false

  constructor(private readonly attemptNow: () => void) {
    this.channel.onmessage = ({ data }: MessageEvent<unknown>) => this.hear(data)
  }

  /** The connection was lost or could not be established: tries later. */
  wait(): void {
    this.plan(backoff(this.attempt++))
  }

  /** If a retry is scheduled, tries soon, unless another tab is first. */
  soon(): void {
    this.attempt = 0
    if (this.timer !== undefined && !this.called) this.wait()
  }

  /** Tells the other tabs that this tab tries now. */
  trying(): void {
    // After another tab has connected, every tab follows: there is nothing to announce.
    if (!this.called) this.channel.postMessage('trying')
    this.cancel()
  }

  reached(): void {
    this.attempt = 0
    this.channel.postMessage('reached')
  }

  /** Starts over, as after a success, and cancels the scheduled retry. */
  reset(): void {
    this.attempt = 0
    this.cancel()
  }

  private cancel(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.called = false
  }

  private plan(delay: number): void {
    this.cancel()
    this.timer = setTimeout(() => {
      this.timer = undefined
      this.attemptNow()
    }, delay)
  }

  private hear(news: unknown): void {
    if (news === 'reached') this.attempt = 0
    if (this.timer === undefined || this.called) return
    if (news === 'trying') return this.wait()
    this.plan(stagger * Math.random())
    this.called = true
  }
}
