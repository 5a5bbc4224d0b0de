import { afterEach, expect, test, vi } from 'vitest'
import { useTokens } from '../../api/client'
import { useAuditExport } from './useAuditExport'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

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
  const { busy, refusal, download } = useAuditExport()
  await download('csv', { actor: 'ada' })
  expect(asked.map(({ url, headers }) => [url, headers.get('Authorization')])).toEqual([['http://localhost/api/v1/admin/audit/export?format=csv&actor=ada', 'Bearer a token']])
  expect(saved).toEqual(['blob:audit audit-2026-03-01.csv'])
  expect([busy.value, refusal.value]).toEqual([null, ''])
})

test('an export that is refused says why and saves nothing', async () => {
  useTokens(() => Promise.resolve('a token'))
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ code: 'not_allowed', detail: 'No.' }, { status: 403 })))
  const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined)
  const { refusal, download } = useAuditExport()
  await download('jsonl', {})
  expect(refusal.value).toBe('The audit log was not exported. No.')
  expect(saved).not.toHaveBeenCalled()
})
