import { createServer, request, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { connect } from 'node:net'

/** A proxy in front of the server, which fails as a test demands. */
export class BadProxy {
  /** Accepts everything, but never responds. */
  hangs = false
  refusesUpgrades = false
  private readonly sockets = new Set<Socket>()

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async before(target: string): Promise<BadProxy> {
    const { hostname, port } = new URL(target)
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const proxy = new BadProxy(server, `http://127.0.0.1:${portOf(server.address())}`)
    server.on('connection', (socket) => {
      proxy.sockets.add(socket)
      socket.once('close', () => proxy.sockets.delete(socket))
    })
    server.on('request', (asked, answer) => {
      if (proxy.hangs) return
      const passedOn = request({ hostname, port, method: asked.method, path: asked.url, headers: asked.headers }, (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers)
        given.pipe(answer)
      })
      passedOn.on('error', () => answer.destroy())
      asked.pipe(passedOn)
    })
    server.on('upgrade', (asked, socket, head) => {
      if (proxy.hangs) return
      if (proxy.refusesUpgrades) return void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
      const line = connect(Number(port), hostname, () => {
        line.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${headersOf(asked.rawHeaders)}\r\n\r\n`)
        line.write(head)
        line.pipe(socket).pipe(line)
      })
      line.on('error', () => socket.destroy())
      socket.on('error', () => line.destroy())
    })
    return proxy
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

const portOf = (address: AddressInfo | string | null): number => (address && typeof address === 'object' ? address.port : 0)

const headersOf = (raw: readonly string[]): string =>
  Array.from({ length: raw.length / 2 }, (_, index) => `${raw[2 * index]}: ${raw[2 * index + 1]}`).join('\r\n')
