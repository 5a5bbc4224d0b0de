import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'

const axe = readFileSync(fileURLToPath(new URL('../../Bulletin.Web/node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')

interface Finding {
  id: string
  impact: string
  nodes: { html: string; failureSummary: string }[]
}

async function findings(page: Page): Promise<string[]> {
  // Users do not read half-faded colours, so wait for animations to end. A cancelled animation has ended too.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished)).then(() => undefined))
  await page.evaluate(`${axe}; undefined`)
  const violations = await page.evaluate<Finding[]>('axe.run().then((results) => results.violations)')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(' | ')}`)
}

/**
 * Controls smaller than 44 pixels in either direction, or than 24 for reactions where there is a mouse. Links in running text
 * and what is hidden do not count, and a label belongs to what it holds.
 */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a, input, textarea, [role=menuitem], [role=option]')]
      .filter((element) => element.checkVisibility() && !element.closest('.text, dd, .entries, .visually-hidden'))
      .map((element) => ({
        name: element.getAttribute('aria-label') ?? element.innerText,
        box: (element.closest('label') ?? element).getBoundingClientRect(),
        least: element.matches('.reaction') && matchMedia('(pointer: fine)').matches ? 24 : 43.5,
      }))
      .filter(({ box, least }) => box.width > 0 && (box.height < least || box.width < least))
      .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`),
  )

/** Everything that prevents somebody from using the page in its current state. */
export async function barriers(page: Page): Promise<string[]> {
  return [...(await findings(page)), ...(await smallTargets(page))]
}
