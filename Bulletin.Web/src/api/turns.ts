import { backoff } from './backoff'

/** Keeps many tabs from arriving in the same moment. */
const stagger = 500

/**
 * When this tab tries to reach the server again. The tabs of a browser share one backoff: each tells the others that it tries,
 * and they wait on as if they had tried themselves. Once one gets through, the others follow at once. No tab leads, so one
 * that is closed or frozen holds up nobody.
 */
export class Turns {
  private readonly channel = new BroadcastChannel('bulletin.reconnect')
  private attempt = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private called = false

  constructor(private readonly attemptNow: () => void) {
    this.channel.onmessage = ({ data }: MessageEvent<unknown>) => this.hear(data)
  }

  /** The line is lost, or could not be made: tries later. */
  wait(): void {
    this.plan(backoff(this.attempt++))
  }

  /** Tries soon if a turn is awaited, unless another tab is first. */
  soon(): void {
    this.attempt = 0
    if (this.timer !== undefined && !this.called) this.wait()
  }

  /** This tab tries now. */
  trying(): void {
    // The server is there: the others come as well.
    if (!this.called) this.channel.postMessage('trying')
    this.cancel()
  }

  reached(): void {
    this.attempt = 0
    this.channel.postMessage('reached')
  }

  /** Starts over, as after a success, and awaits no turn. */
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
