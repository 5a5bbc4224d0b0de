import { HubConnectionBuilder, HttpTransportType, LogLevel, type HubConnection } from '@microsoft/signalr'
import { MessagePackHubProtocol } from '@microsoft/signalr-protocol-msgpack'
import { limitedSocket } from './limitedSocket'
import { Turns } from './turns'

export type HubState = 'connecting' | 'connected' | 'away' | 'stopped'

export interface HubOptions {
  /** A valid token, or null if none is available. `failed` is the token of the last failed attempt to connect. */
  token: (failed: string | null) => Promise<string | null>
  onState: (state: HubState) => void
  connection?: () => Line
}

type Line = Pick<HubConnection, 'state' | 'start' | 'stop' | 'on' | 'off' | 'invoke' | 'onclose'>

/** The server sends something at least every 15 seconds. A connection that is silent for longer hangs. */
const longestSilence = 20_000

/** One connection, kept alive as long as it is wanted: it always reconnects, with a fresh token and a jittered delay. */
export class Hub {
  private readonly connection: Line
  private readonly turns = new Turns(() => void this.connect())
  private wanted = false
  private token: string | null = null
  private failed: string | null = null
  private latest = 0
  private starting: Promise<void> = Promise.resolve()

  constructor(private readonly options: HubOptions) {
    this.connection = options.connection?.() ?? this.build()
    this.connection.onclose(() => this.lost())
  }

  start(): void {
    if (this.wanted) return
    this.wanted = true
    this.turns.reset()
    this.options.onState('connecting')
    void this.connect()
  }

  async stop(): Promise<void> {
    this.wanted = false
    this.turns.reset()
    this.options.onState('stopped')
    // If a connection is stopped while it is being established, the browser reports an error.
    await this.starting.catch(() => undefined)
    if (!this.wanted) await this.connection.stop()
  }

  /** Tries at once: the page became visible, or the user asked. */
  hurry(): void {
    if (!this.wanted || this.connection.state !== 'Disconnected') return
    this.turns.reset()
    void this.connect()
  }

  /** Tries soon, unless another tab is first: the browser reports that the network is back. */
  soon(): void {
    this.turns.soon()
  }

  /** The browser reports that the network is gone: do not wait for the heartbeat to time out. */
  async drop(): Promise<void> {
    if (this.connection.state === 'Connected') await this.connection.stop()
  }

  /** Calls `handler` for each event with this name. Returns a function that stops this. */
  listen<T>(event: string, handler: (payload: T) => void): () => void {
    this.connection.on(event, handler)
    return () => this.connection.off(event, handler)
  }

  get connected(): boolean {
    return this.connection.state === 'Connected'
  }

  invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    return this.connection.invoke<T>(method, ...args)
  }

  private build(): Line {
    const transport = {
      skipNegotiation: true,
      transport: HttpTransportType.WebSockets,
      accessTokenFactory: () => this.token ?? '',
      // Stopping a connection waits for its socket, so only the socket itself can time out.
      WebSocket: limitedSocket(),
    }
    return new HubConnectionBuilder()
      .withUrl(`${globalThis.location.origin}/hubs/bulletin`, transport)
      .withServerTimeout(longestSilence)
      .withHubProtocol(new MessagePackHubProtocol())
      .configureLogging(LogLevel.None)
      .build()
  }

  private async connect(): Promise<void> {
    if (this.connection.state !== 'Disconnected') return
    const mine = ++this.latest
    this.turns.trying()
    try {
      const token = await this.options.token(this.failed)
      // A later attempt may have overtaken this one while it waited for its token.
      if (!this.wanted || mine !== this.latest) return
      if (token === null) return this.lost()
      this.failed = this.token = token
      this.starting = this.connection.start()
      await this.starting
      this.failed = null
      if (!this.wanted) return
      this.turns.reached()
      this.options.onState('connected')
    } catch {
      if (mine === this.latest) this.lost()
    }
  }

  private lost(): void {
    if (!this.wanted) return
    this.options.onState('away')
    this.turns.wait()
  }
}
