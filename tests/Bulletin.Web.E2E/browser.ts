import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Locator, type Page } from 'playwright-core'

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  })

export const password = 'correct horse battery staple'
let people = 0

/** What a browser reports when the server is unreachable. */
export const lostLine = /net::ERR_|WebSocket connection to/

/** A name that has not been used before. */
export const newName = (start = 'person'): string => `${start}-${Date.now().toString(36)}-${++people}`

/** One user with one browser. Its console must stay empty. */
export class Person {
  private readonly said: string[] = []
  private readonly foreseen: RegExp[] = []

  private constructor(
    readonly name: string,
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {}

  static async arrive(browser: Browser, url: string, name = newName(), options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({ locale: 'en-GB', ...options })
    const person = new Person(name, context, await context.newPage(), url)
    person.listen(person.page)
    return person
  }

  static async signedUp(browser: Browser, url: string, name = newName(), options: BrowserContextOptions = {}): Promise<Person> {
    const person = await Person.arrive(browser, url, name, options)
    await person.signUp()
    return person
  }

  listen(page: Page): void {
    page.on('console', (message) => {
      this.said.push(`${message.type()}: ${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (error) => this.said.push(`error: ${error.message}`))
  }

  /** The browser itself reports every refused or failed call: a test declares the reports that it expects. */
  foresee(...reports: RegExp[]): void {
    this.foreseen.push(...reports)
  }

  /** The unexpected output of the console. */
  get console(): string[] {
    return this.said.filter((line) => !this.foreseen.some((report) => report.test(line)))
  }

  async open(path: string): Promise<void> {
    await this.page.goto(this.url + path)
  }

  async signUp(): Promise<void> {
    await this.open('/signup')
    await this.enter('Sign up')
  }

  async logIn(): Promise<void> {
    await this.open('/login')
    await this.enter('Log in')
  }

  private async enter(button: string): Promise<void> {
    await this.page.getByLabel('Username').fill(this.name)
    await this.page.getByLabel('Password').fill(password)
    await this.page.getByRole('button', { name: button }).click()
    await this.page.getByRole('button', { name: 'New topic' }).waitFor()
  }

  /** The choice in the dialog decides whether local data is removed too. */
  async logOut(choice = 'Log out'): Promise<void> {
    await this.page.getByRole('button', { name: 'Log out' }).click()
    await this.page.getByRole('dialog').getByRole('button', { name: choice, exact: true }).click()
    await this.page.getByRole('button', { name: 'Log in' }).waitFor()
  }

  /** Returns the topic's id. */
  async createTopic(name: string): Promise<string> {
    await this.page.getByRole('button', { name: 'New topic' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'New topic' })
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('button', { name: 'Create' }).click()
    await this.page.getByRole('heading', { name, level: 1 }).waitFor()
    return new URL(this.page.url()).pathname.split('/')[2] ?? ''
  }

  async openTopic(name: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Topic list' }).getByRole('link', { name }).click()
    await this.page.getByRole('heading', { name, level: 1 }).waitFor()
  }

  get log() {
    return this.page.getByRole('log')
  }

  get composer() {
    return this.page.getByRole('textbox', { name: 'Message', exact: true })
  }

  hasFocus(element: Locator): Promise<boolean> {
    return element.evaluate((one) => one === document.activeElement)
  }

  message(text: string) {
    return this.log.getByRole('article').filter({ hasText: text })
  }

  async send(text: string): Promise<void> {
    await this.composer.fill(text)
    // Enter alone breaks the line on a touch screen.
    await this.composer.press('Control+Enter')
  }

  /** The messages on the page that the server has confirmed, in order, without names and times. */
  async texts(): Promise<string[]> {
    return this.log.locator('article:not(.outgoing) .text').allInnerTexts()
  }

  /** Returns the unexpected console output since the last call, and clears the expected reports. */
  report(): string[] {
    const said = this.console
    this.said.length = 0
    this.foreseen.length = 0
    return said
  }

  /** What the person sees, for the report of a test that failed. */
  async describe(): Promise<string> {
    const text = await this.page.locator('body').innerText({ timeout: 5_000 }).catch((reason: unknown) => String(reason))
    return `${this.name} at ${this.page.url()}\n${text.slice(0, 3_000)}\n${this.said.slice(-20).join('\n')}`
  }

  /** Closes the browser context and returns the unexpected console output. */
  async leave(): Promise<string[]> {
    await this.context.close()
    return this.console
  }
}

/** Calls the API like a bot, where that is faster than clicking. */
export class Bot {
  private constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  static async named(url: string, name = newName('bot'), exists = false): Promise<Bot> {
    const call = (path: string) =>
      fetch(`${url}/api/v1${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: name, password }) })
    if (!exists) await call('/users')
    const session: { accessToken: string } = await (await call('/auth/login')).json()
    return new Bot(url, session.accessToken)
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${this.token}` },
      body: body === undefined ? null : JSON.stringify(body),
    })
    if (response.status === 429) {
      await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get('Retry-After') ?? 1) * 1000))
      return this.call(method, path, body)
    }
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response.status === 204 ? JSON.parse('null') : response.json()
  }

  createTopic = (name: string) => this.call<{ id: string }>('POST', '/topics', { name })
  post = (topicId: string, text: string) => this.call<{ seq: number }>('POST', `/topics/${topicId}/messages`, { text })

  /** Posts many messages in order, as fast as the limits allow. */
  async postMany(topicId: string, count: number, text: (n: number) => string): Promise<void> {
    for (let n = 1; n <= count; n++) await this.post(topicId, text(n))
  }
}
