import { expect, test } from 'vitest'
import { Bot, newName } from './browser'
import { suite } from './suite'

const { signedUp, url } = suite()

const hostile: Record<string, string> = {
  'a script': '<script>window.broken = 1</script>',
  'an image with a handler': '<img src=x onerror="window.broken = 1">',
  'an SVG': '<svg onload="window.broken = 1"><circle r="9"/></svg>',
  'a frame': '<iframe srcdoc="<script>parent.broken = 1</script>"></iframe>',
  'a javascript link': '[click me](javascript:window.broken=1)',
  'a disguised javascript link': '[click me](java\tscript:window.broken=1) [b](JaVaScRiPt:window.broken=1) [c](&#106;avascript:window.broken=1)',
  'a data link': '[click me](data:text/html,<script>window.broken=1</script>)',
  'a bare javascript address': '<javascript:window.broken=1>',
  'a quote that breaks out': '[a](https://example.org/"onmouseover="window.broken=1)',
  'an image with a script': '![x](javascript:window.broken=1) ![y](https://example.org/tracker.png)',
  'HTML in code': '`<img src=x onerror=window.broken=1>` \n```html\n<script>window.broken=1</script>\n```',
  'a code fence with a hostile language': '```"><img/src=x/onerror=window.broken=1>\nx\n```',
  'a table with HTML': '| <b>a</b> | b |\n|---|---|\n| <img src=x onerror=window.broken=1> | c |',
  'style and form': '<style>*{display:none}</style><form action=/><input name=x></form>',
  'mutation': '<math><mtext><table><mglyph><style><img src=x onerror=window.broken=1>',
  'template braces': '{{ constructor.constructor("window.broken=1")() }}',
  'nested brackets': '['.repeat(2000),
  'nested quotes': '>'.repeat(500) + ' deep',
  'many stars': '*a_'.repeat(1300),
  'a very long word': 'w'.repeat(4000),
  'a very long address': `https://example.org/${'x'.repeat(3900)}`,
  'four thousand emoji': '😀'.repeat(4000),
  'stacked accents': 'Z' + '\u0301'.repeat(1500) + 'algo',
  'direction tricks': '\u202Egnp.exe \u2066\u2067 abc',
  'Arabic': 'مرحبا بالعالم هذا نص',
}

test('hostile messages are harmless text and break no layout', async () => {
  const ada = await signedUp()
  const id = await ada.createTopic(newName('hostile'))
  const bot = await Bot.named(url(), ada.name, true)
  for (const text of Object.values(hostile)) await bot.post(id, text)
  await bot.post(id, 'the end')
  await ada.message('the end').waitFor()
  await ada.page.reload()
  await ada.message('the end').waitFor()
  // Scrolls up to the first message, so that each one has been in the page.
  await ada.page.locator('.scroller').evaluate(async (box) => {
    while (!box.querySelector('[data-key=beginning]') || box.scrollTop > 0) {
      box.scrollTop -= 300
      await new Promise(requestAnimationFrame)
    }
  })
  await ada.log.locator('pre').first().waitFor()

  const found = await ada.page.evaluate(() => {
    const log = document.querySelector('[role=log]')
    const all = [...(log?.querySelectorAll('.text *') ?? [])]
    const box = document.querySelector('.scroller')
    return {
      ran: 'broken' in window,
      elements: all.filter((element) => /^(SCRIPT|IMG|SVG|IFRAME|STYLE|FORM|INPUT|OBJECT|MATH|B)$/i.test(element.tagName)).map((element) => element.outerHTML),
      handlers: all.flatMap((element) => element.getAttributeNames()).filter((name) => /^on|^style$/.test(name)),
      links: all.filter((element) => element instanceof HTMLAnchorElement).map((link) => link.getAttribute('href') ?? '').filter((href) => !/^https?:/.test(href)),
      wide: box ? box.scrollWidth - box.clientWidth : -1,
      page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      shown: log?.querySelectorAll('article').length ?? 0,
    }
  })
  expect(found).toEqual({ ran: false, elements: [], handlers: [], links: [], wide: 0, page: 0, shown: Object.keys(hostile).length + 1 })
  for (const [, text] of Object.entries(hostile).slice(0, 4)) await ada.message(text).waitFor()
  expect(await ada.page.evaluate(() => 'broken' in window)).toBe(false)
})

test('hostile names of topics and people are text, too', async () => {
  const ada = await signedUp()
  const name = `<img src=x onerror="window.broken=1"> ${newName()}`
  const id = await ada.createTopic(name)
  const link = ada.page.getByRole('link', { name })
  await link.waitFor()
  const person = newName('mallory')
  const bot = await Bot.named(url(), person)
  const displayName = '<img src=x onerror="window.broken=1">'
  await bot.call('PATCH', '/users/me', { displayName })
  await bot.post(id, 'hello')
  // Everywhere a person is named: above a message, in the list, in a reply and in the suggestions.
  const row = ada.message('hello')
  await row.getByText(displayName, { exact: true }).waitFor()
  await expect.poll(() => link.textContent()).toContain(`${displayName} @${person}: hello`)
  await row.hover()
  await row.getByRole('button', { name: 'Reply' }).click()
  await ada.page.getByText(`Reply to ${displayName} @${person}: hello`).waitFor()
  await ada.composer.pressSequentially(`@${person}`)
  await ada.page.getByRole('option', { name: displayName }).waitFor()
  expect(await ada.page.locator('main img, aside img:not([src="/icon.svg"])').count()).toBe(0)
  expect(await ada.page.evaluate(() => 'broken' in window)).toBe(false)
})
