import { expect, test } from 'vitest'
import { lostLine } from './browser'
import { shapes } from './shapes'
import { suite } from './suite'
import { atTheEnd, byWidth, faults, phone, sendByButton, sizes } from './theEnd'

const entries = Object.entries(shapes)
const here = suite()

test.each(byWidth(...sizes))('whatever comes at the end stays in sight, %i pixels wide', async (_, size) => {
  const { ada, ben, id } = await atTheEnd(here, size)
  const found: string[] = []
  const look = async (what: string, mark: string) => {
    const wrong = await faults(ada, mark)
    if (wrong.length === 0) return
    found.push(`${what}: ${wrong.join(', ')}`)
    await ada.page.locator('.scroller').evaluate((box) => void (box.scrollTop = box.scrollHeight))
  }
  for (const [index, [name, shape]] of entries.entries()) {
    await ben.post(id, shape(`other${index}other`))
    await look(`another's ${name}`, `other${index}other`)
  }
  for (const [index, [name, shape]] of entries.entries()) {
    await sendByButton(ada, shape(`own${index}own`))
    await look(`one's own ${name}`, `own${index}own`)
  }
  const { seq } = await ben.post(id, 'to be edited')
  for (const [index, [name, shape]] of entries.entries()) {
    await ben.call('PATCH', `/topics/${id}/messages/${seq}`, { text: shape(`edited${index}edited`) })
    await look(`${name} after an edit`, `edited${index}edited`)
  }
  await Promise.all(entries.map(([, shape]) => ben.post(id, shape('burst'))))
  await ben.post(id, 'after the burst')
  await look('a burst', 'after the burst')
  expect(found).toEqual([])
})

test('the end is still in sight after the line was away', async () => {
  const { ada, ben, id } = await atTheEnd(here, phone)
  ada.foresee(lostLine)
  await ada.context.setOffline(true)
  await ada.page.getByText('Connection lost').waitFor()
  for (const [, shape] of entries.slice(0, 12)) await ben.post(id, shape('meanwhile'))
  await ben.post(id, 'a\nb\nc\nthe last of them')
  await ada.context.setOffline(false)
  await ada.page.getByText('Back online').waitFor()
  expect(await faults(ada, 'the last of them')).toEqual([])
  await ben.post(id, shapes['a list']?.('and one more') ?? '')
  expect(await faults(ada, 'and one more')).toEqual([])
})

test('a finger that goes up leaves the end, though others write at every step of it', async () => {
  const { ada, ben, id } = await atTheEnd(here, phone)
  const line = await ada.context.newCDPSession(ada.page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...ys: number[]) =>
    line.send('Input.dispatchTouchEvent', { type, touchPoints: ys.map((y) => ({ x: 200, y })) })
  await touch('touchStart', 300)
  // A finger that stays within a few pixels for half a second counts as a long press and no longer scrolls.
  await touch('touchMove', 325)
  for (let step = 1; step <= 30; step++) {
    await touch('touchMove', 325 + 5 * step)
    await ben.post(id, `step ${step}.`)
    await ada.message(`step ${step}.`).waitFor({ state: 'attached' })
  }
  expect(await ada.page.locator('.scroller').evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)).toBeGreaterThan(300)
  await touch('touchEnd')
  // A tap would stop the momentum of the scroll; the click of this test does not.
  await ada.page.locator('.scroller').evaluate(async (box) => {
    for (let [top, still] = [Number.NaN, 0]; still < 10; top = box.scrollTop) {
      await new Promise(requestAnimationFrame)
      still = box.scrollTop === top ? still + 1 : 0
    }
  })
  await ada.page.getByRole('button', { name: 'Jump to latest' }).click()
  expect(await faults(ada, 'step 30.')).toEqual([])
})
