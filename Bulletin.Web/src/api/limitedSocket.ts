/** Browsers wait minutes for a WebSocket on a network that hangs. */
const longest = 8_000

/** A WebSocket that is closed if it does not open within `limit` milliseconds. */
export const limitedSocket = (limit = longest): typeof WebSocket =>
  class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      const late = setTimeout(() => this.close(), limit)
      const settled = () => clearTimeout(late)
      this.addEventListener('open', settled)
      this.addEventListener('close', settled)
    }
  }
