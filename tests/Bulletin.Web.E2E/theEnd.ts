import type { Locator } from 'playwright-core'
import { Bot, newName, type Person } from './browser'
import type { suite } from './suite'

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
export const desktop = { viewport: { width: 1440, height: 900 } }
export const sizes = [phone, { viewport: { width: 768, height: 1024 } }, { viewport: { width: 1024, height: 768 } }, desktop]
export type Size = (typeof sizes)[number]

/** For tests that run in several sizes. */
export const byWidth = (...chosen: Size[]) => chosen.map((size) => [size.viewport.width, size] as const)

/** What is wrong once the marked message is last and the height is stable; empty if the end is in view. */
export const faults = (person: Person, mark: string): Promise<string[]> =>
  person.page.evaluate(async (words) => {
    const box = document.querySelector('.scroller')
    const last = () => [...document.querySelectorAll('article')].at(-1)
    let [height, still] = [0, 0]
    while (still < 3) {
      await new Promise(requestAnimationFrame)
      const isThere = box && !last()?.classList.contains('outgoing') && last()?.textContent.includes(words)
      still = isThere && box.scrollHeight === height ? still + 1 : 0
      height = box?.scrollHeight ?? 0
    }
    const below = box ? box.scrollHeight - box.scrollTop - box.clientHeight : 0
    const wider = (document.scrollingElement?.scrollWidth ?? 0) - innerWidth
    return [below > 1 && `${below} pixels from the end`, document.querySelector('.jump') && 'Jump to latest', wider > 0 && `${wider} pixels too wide`].filter((fault) => typeof fault === 'string')
  }, mark)

export const isWhollyIn = (element: Locator, what: string): Promise<boolean> =>
  element.evaluate((one, frame) => {
    const [own, box] = [one.getBoundingClientRect(), (document.querySelector(frame) ?? document.body).getBoundingClientRect()]
    return own.top >= box.top - 1 && own.bottom <= box.bottom + 1 && own.left >= box.left - 1 && own.right <= box.right + 1
  }, what)

/** A user at the end of a topic that is longer than the screen. */
export async function atTheEnd({ signedUp, url }: ReturnType<typeof suite>, size: Size, lines = 40) {
  const ben = await Bot.named(url())
  const { id } = await ben.createTopic(newName('following'))
  await ben.postMany(id, lines, (n) => `line ${n}.`)
  const ada = await signedUp(newName(), size)
  await ada.open(`/topics/${id}`)
  await ada.message(`line ${lines}.`).waitFor()
  return { ada, ben, id }
}

export async function sendByButton(ada: Person, text: string): Promise<void> {
  await ada.composer.fill(text)
  await ada.page.getByRole('button', { name: 'Send', exact: true }).click()
}
