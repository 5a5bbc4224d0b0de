import { effectScope } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useTokens } from '../../api/client'
import { useAuditExport } from './useAuditExport'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

function exporting() {
  const scope = effectScope()
  const made = scope.run(useAuditExport)
  if (!made) throw new Error('no scope')
  return { ...made, leave: () => scope.stop() }
}

test('the audit log is downloaded with the token and the filters, and saved as a file', async () => {
  vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z'), toFake: ['Date', 'setTimeout'] })
  useTokens(() => Promise.resolve('a token'))
  const asked: Request[] = []
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push(request)
    return Promise.resolve(new Response('at,actor', { headers: { 'Content-Type': 'text/csv' } }))
  })
  const saved: string[] = []
  vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:audit')
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(`${this.getAttribute('href')} ${this.download}`)
  })
  const { busy, refusal, download } = exporting()
  await download('csv', { actor: 'ada' })
  expect(asked.map(({ url, headers }) => [url, headers.get('Authorization')])).toEqual([['http://localhost/api/v1/admin/audit/export?format=csv&actor=ada', 'Bearer a token']])
  expect(saved).toEqual(['blob:audit audit-2026-03-01.csv'])
  expect([busy.value, refusal.value]).toEqual([null, ''])
})

test('an export that is refused says why and saves nothing', async () => {
  useTokens(() => Promise.resolve('a token'))
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ code: 'not_allowed', detail: 'No.' }, { status: 403 })))
  const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  const { refusal, download } = exporting()
  await download('jsonl', {})
  expect(refusal.value).toBe('The audit log could not be exported. No.')
  expect(saved).not.toHaveBeenCalled()
})

test('an export that is cancelled, or whose page is left, ends and saves nothing', async () => {
  useTokens(() => Promise.resolve('a token'))
  const fetched = vi.fn((_request: Request, { signal }: { signal: AbortSignal }) => new Promise<Response>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))))
  vi.stubGlobal('fetch', fetched)
  const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  const { busy, refusal, download, cancel, leave } = exporting()
  for (const [index, end] of [cancel, leave].entries()) {
    const ended = download('csv', {})
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(index + 1))
    end()
    await ended
    expect([busy.value, refusal.value]).toEqual([null, ''])
  }
  expect(saved).not.toHaveBeenCalled()
})
