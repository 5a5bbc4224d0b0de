import { afterEach, expect, test, vi } from 'vitest'
import { limitedSocket } from './limitedSocket'

const closed = vi.fn()

/** A network that neither accepts nor refuses until the test decides. */
class HangingSocket extends EventTarget {
  close(): void {
    closed()
    this.dispatchEvent(new Event('close'))
  }
}

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  closed.mockReset()
})

function open() {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', HangingSocket)
  const Socket = limitedSocket(8_000)
  return new Socket('ws://localhost/hubs/bulletin')
}

test('a socket that does not open is given up after a while', () => {
  open()
  vi.advanceTimersByTime(7_999)
  expect(closed).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(closed).toHaveBeenCalledOnce()
})

test('a socket that has opened is left alone', () => {
  open().dispatchEvent(new Event('open'))
  vi.advanceTimersByTime(60_000)
  expect(closed).not.toHaveBeenCalled()
})
