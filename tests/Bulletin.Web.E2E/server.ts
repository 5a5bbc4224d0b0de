import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

function program(name: 'Bulletin.Api' | 'Bulletin.Silo'): string {
  const found = ['release', 'debug'].map((kind) => join(root, `artifacts/bin/${name}/${kind}/${name}.dll`)).find((path) => existsSync(path))
  if (!found) throw new Error(`Build ${name} first.`)
  return found
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', () => resolve()))

/** The address that the server prints when it is ready. */
function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /Bulletin is ready at (\S+)\n/.exec(said)?.[1]
      if (address) resolve(address)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', () => reject(new Error(`The server ended:\n${said}`)))
  })
}

/** A server for the tests, with everything in one process and its data in its own folder. */
export class OwnServer {
  private child: ChildProcess | null = null

  private constructor(
    /** Port 0 until the server has started: the system then assigns a free port. */
    private address: string,
    private readonly data: string,
    private readonly settings: string[],
  ) {}

  static async start(settings: string[] = []): Promise<OwnServer> {
    const server = new OwnServer('http://127.0.0.1:0', mkdtempSync(join(tmpdir(), 'bulletin-e2e-')), settings)
    await server.run()
    return server
  }

  get url(): string {
    return this.address
  }

  get isRunning(): boolean {
    return this.child !== null
  }

  async run(): Promise<void> {
    // Tests sign up and post faster than any user.
    const generous = ['SignUp', 'LogIn', 'Refreshing', 'Anonymous', 'Reading', 'HubCalls', 'HubKilobytes', 'Connecting', 'Posting', 'Writing', 'Searching'].flatMap((name) => [`--Limits:${name}:PerSecond=5000`, `--Limits:${name}:Burst=20000`])
    this.child = spawn('dotnet', [program('Bulletin.Api'), '--urls', this.address, '--Data', this.data, ...generous, ...this.settings], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.address = await ready(this.child)
  }

  /** Like a power cut. */
  async kill(): Promise<void> {
    const child = this.child
    if (!child) return
    child.kill('SIGKILL')
    await ended(child)
    this.child = null
  }

  /** Like an operator. Returns the exit code. */
  async shutDown(): Promise<number | null> {
    const child = this.child
    child?.kill('SIGTERM')
    if (child) await ended(child)
    this.child = null
    return child?.exitCode ?? null
  }

  /** Creates an admin as an operator does; the server may be running. */
  async createAdmin(username: string, password: string): Promise<void> {
    const child = spawn('dotnet', [program('Bulletin.Silo'), 'admin', 'create', username, '--password-stdin', '--Data', this.data], { stdio: ['pipe', 'ignore', 'ignore'] })
    child.stdin?.end(`${password}\n`)
    await ended(child)
    if (child.exitCode !== 0) throw new Error(`${username} was not made an admin: ${child.exitCode}`)
  }

  /** Makes a user a moderator; the server must not be running. */
  async makeModerator(username: string): Promise<void> {
    const child = spawn('dotnet', [program('Bulletin.Silo'), 'moderator', 'grant', username, '--Data', this.data], { stdio: 'ignore' })
    await ended(child)
    if (child.exitCode !== 0) throw new Error(`${username} was not made a moderator: ${child.exitCode}`)
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.data, { recursive: true, force: true })
  }
}

/** The server for all files that do not need their own: the one named by BULLETIN_URL, or one started for this run. */
export const sharedServer = (): { url: string; stop: () => Promise<void> } => ({ url: inject('sharedUrl'), stop: () => Promise.resolve() })
