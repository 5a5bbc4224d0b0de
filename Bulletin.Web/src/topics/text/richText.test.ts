import { expect, test, vi } from 'vitest'
import { loadRichText } from './richText'

const line = vi.hoisted(() => ({ away: true }))
vi.mock('./renderMarkdown', () => {
  if (line.away) throw new Error('no line')
  return { renderMarkdown: () => document.createDocumentFragment() }
})

test('what could not be loaded once is asked for again by the next message', async () => {
  await expect(loadRichText()).rejects.toThrow()
  line.away = false
  await expect(loadRichText()).resolves.toBeTypeOf('function')
})
