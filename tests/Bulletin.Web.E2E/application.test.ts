import { expect, test } from 'vitest'
import { lostLine, newName } from './browser'
import { suite } from './suite'

const { arrive, signedUp, url } = suite()

test('it can be installed, and starts without a network', async () => {
  const ada = await signedUp()
  const name = newName('shelf')
  await ada.createTopic(name)
  await ada.composer.fill('kept')
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  const browser = await ada.context.newCDPSession(ada.page)
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors')
  // A private window can't install anything; that must be the only error.
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])
  const { errors, data } = await browser.send('Page.getAppManifest')
  expect(errors).toEqual([])
  expect(data).toContain('"display": "standalone"')

  ada.foresee(lostLine)
  await ada.context.setOffline(true)
  await ada.page.reload()
  await expect.poll(() => ada.composer.inputValue()).toBe('kept')
  await ada.page.getByText('Connection lost').waitFor()
  await ada.page.getByText('cannot be loaded right now').first().waitFor()
  expect(await ada.page.getByText('No topics yet').count()).toBe(0)
  await ada.context.setOffline(false)
  await ada.page.getByRole('link', { name }).waitFor()
})

test('the page takes no script but its own files, and turns no text into markup', async () => {
  const ada = await arrive()
  const answer = await ada.page.goto(`${url()}/login`)
  const policy = answer?.headers()['content-security-policy'] ?? ''
  expect(policy).toContain("default-src 'self'")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).not.toMatch(/unsafe|\*/)
  expect(await answer?.text()).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|<style/i)
  expect(answer?.headers()['cache-control']).toBe('no-cache')
  ada.foresee(/TrustedHTML|inline/)
  const tried = await ada.page.evaluate(() => {
    try {
      document.body.insertAdjacentHTML('beforeend', '<img>')
      return 'taken'
    } catch {
      return 'refused'
    }
  })
  expect(tried).toBe('refused')
  const script = /src="(\/assets\/[^"]+\.js)"/.exec((await answer?.text()) ?? '')?.[1]
  const file = await fetch(url() + script)
  expect(file.headers.get('cache-control')).toContain('immutable')
})

test('the build leaves its text files compressed, and the service worker lists them once', async () => {
  const ask = (path: string, encoding: string) => fetch(url() + path, { headers: { 'Accept-Encoding': encoding } })
  const worker = await (await ask('/sw.js', 'identity')).text()
  const assets = [...new Set(worker.match(/\/assets\/[\w.-]+/g))]
  expect(assets.length).toBeGreaterThan(10)
  expect(assets.filter((path) => /\.(br|gz)$/.test(path))).toEqual([])

  for (const path of ['/', '/sw.js', '/icon.svg', '/manifest.webmanifest', ...assets.filter((path) => /\.(js|css)$/.test(path))]) {
    const plain = await (await ask(path, 'identity')).text()
    for (const encoding of plain.length < 250 ? [] : ['br', 'gzip']) {
      const compressed = await ask(path, encoding)
      expect([path, compressed.headers.get('content-encoding')]).toEqual([path, encoding])
      expect(Number(compressed.headers.get('content-length') ?? NaN)).toBeLessThan(plain.length)
      expect(await compressed.text()).toBe(plain)
    }
  }
})

test('an on-screen keyboard that covers the page leaves the composer in sight', async () => {
  const ada = await signedUp(newName(), { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true })
  await ada.createTopic(newName('keyboard'))
  const bottom = () => ada.composer.evaluate((field) => field.getBoundingClientRect().bottom)
  expect(await bottom()).toBeGreaterThan(500)
  await ada.page.evaluate(() => {
    // Like browsers that lay the keyboard over the page: only the visual viewport shrinks.
    if (visualViewport) Object.defineProperty(visualViewport, 'height', { configurable: true, value: 420 })
    visualViewport?.dispatchEvent(new Event('resize'))
  })
  await expect.poll(bottom).toBeLessThan(420)
})

test('times, directions and motion are those of the person', async () => {
  const ada = await signedUp(newName(), { locale: 'de-DE', reducedMotion: 'reduce' })
  await ada.createTopic(newName('ort'))
  await ada.send('مرحبا بالعالم')
  await expect.poll(() => ada.texts()).toEqual(['مرحبا بالعالم'])
  await ada.log.getByRole('heading', { name: 'Heute' }).waitFor()
  const words = ada.message('مرحبا').locator('.text p')
  expect(await words.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl')
  expect(await ada.message('مرحبا').locator('time').getAttribute('title')).toMatch(/\d{1,2}\. \p{L}+ 20\d\d/u)
  expect(await ada.message('مرحبا').evaluate((row) => getComputedStyle(row).transitionDuration)).toBe('0s')
})
