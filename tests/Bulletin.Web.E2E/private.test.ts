import { expect, test } from 'vitest'
import { Bot, newName, password, type Person } from './browser'
import { suite } from './suite'
import { byWidth, desktop, phone } from './theEnd'

const { arrive, signedUp, residents, url } = suite()
const list = ({ page }: Person) => page.getByRole('navigation', { name: 'Topic list' })
const members = ({ page }: Person) => page.getByRole('dialog', { name: 'Members' })

async function createPrivate(person: Person, name: string, ...people: string[]): Promise<string> {
  const { page } = person
  await page.getByRole('button', { name: 'New topic' }).click()
  const dialog = page.getByRole('dialog', { name: 'New topic' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await dialog.getByRole('switch', { name: 'Private: only people you add' }).check()
  for (const one of people) {
    await dialog.getByRole('combobox', { name: 'People' }).fill(one)
    await dialog.getByRole('option', { name: one }).first().waitFor()
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: `Leave out ${one}` }).waitFor()
  }
  await dialog.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  return new URL(page.url()).pathname.split('/')[2] ?? ''
}

/** Opens the menu of a member and chooses an action. */
async function actOn(person: Person, member: string, action: string): Promise<void> {
  await members(person).getByRole('button', { name: `Actions for ${member}` }).click()
  await person.page.getByRole('menuitem', { name: action }).click()
}

test('a guest signs up through a link, talks, and is removed with the unsent words kept', async () => {
  const ada = await signedUp()
  const name = newName('secret')
  await createPrivate(ada, name)
  await ada.page.getByRole('button', { name: '1 member' }).click()
  await members(ada).getByRole('button', { name: 'Create link' }).click()
  const link = await members(ada).getByRole('textbox', { name: 'Invitation link' }).inputValue()
  expect(link.startsWith(`${url()}/invite#`)).toBe(true)
  await ada.page.keyboard.press('Escape')
  await members(ada).waitFor({ state: 'detached' })

  const ben = await arrive()
  // The token is sent with calls of the API, and with nothing else.
  const token = link.split('#')[1] ?? ''
  const sent: string[] = []
  ben.page.on('request', (request) => { if (request.url().replace(/#.*/, '').includes(token)) sent.push(new URL(request.url()).pathname.replace(token, '')) })
  await ben.page.goto(link)
  await ben.page.getByText('invited you to a private topic').waitFor()
  expect(await ben.page.getByText(name).count()).toBe(0)
  await ben.page.getByRole('link', { name: 'Sign up to join' }).click()
  await ben.page.getByLabel('Username').waitFor()
  await ben.page.reload()
  await ben.page.getByLabel('Username').fill(ben.name)
  await ben.page.getByLabel('Password').fill(password)
  await ben.page.getByRole('button', { name: 'Sign up' }).click()
  await ben.page.getByRole('heading', { name }).waitFor()
  await ben.page.getByText('2 members').waitFor()
  await ben.page.getByRole('button', { name: 'Join' }).click()
  await ben.page.getByRole('heading', { name, level: 1 }).waitFor()
  expect([...new Set(sent)]).toEqual(['/api/v1/invitations/'])

  const [welcome, thanks] = [newName('welcome'), newName('thanks')]
  await ada.send(welcome)
  await expect.poll(() => ben.texts()).toEqual([welcome])
  await ben.send(thanks)
  await expect.poll(() => ada.texts()).toEqual([welcome, thanks])
  // His draft, or what he has read, may be on its way to the server when he is removed.
  ben.foresee(/status of 404.*\/(draft|read)/)
  await ben.composer.fill('half a thought')
  await ada.page.getByRole('button', { name: '2 members' }).click()
  await actOn(ada, ben.name, 'Remove from topic')
  await ada.page.getByRole('dialog', { name: 'Remove this person?' }).getByRole('button', { name: 'Remove' }).click()

  await ben.page.getByText('You can no longer see this topic.').waitFor()
  await ben.page.getByText('half a thought').first().waitFor()
  await ben.page.getByRole('button', { name: 'Copy what I had written' }).waitFor()
  await list(ben).getByRole('link', { name }).waitFor({ state: 'detached' })
  expect(await ben.page.locator('body').innerText()).not.toMatch(new RegExp(`${welcome}|${thanks}`))
  expect(await ben.page.title()).not.toContain(name)

  // Added again, he is back where he was.
  await members(ada).getByRole('combobox', { name: 'Add people' }).fill(ben.name)
  await members(ada).getByRole('option', { name: ben.name }).first().waitFor()
  await ada.page.keyboard.press('Enter')
  await members(ada).getByRole('button', { name: 'Add', exact: true }).click()
  await expect.poll(() => ben.texts()).toEqual([welcome, thanks])
  expect(await ben.composer.inputValue()).toBe('half a thought')
})

test('an invitation that was revoked or never made is said not to be valid in the same words', async () => {
  const ada = await signedUp()
  const guest = await signedUp()
  guest.foresee(/status of 404/)
  await createPrivate(ada, newName('secret'))
  await ada.page.getByRole('button', { name: '1 member' }).click()
  await members(ada).getByRole('button', { name: 'Create link' }).click()
  const link = await members(ada).getByRole('textbox', { name: 'Invitation link' }).inputValue()
  await members(ada).getByRole('list', { name: 'Invitations' }).getByRole('button', { name: 'Revoke' }).click()
  await members(ada).getByRole('list', { name: 'Invitations' }).waitFor({ state: 'detached' })
  for (const address of [link, `${url()}/invite#nothing`, `${url()}/invite`]) {
    await guest.page.goto('about:blank')
    await guest.page.goto(address)
    await guest.page.getByText('This invitation is not valid any more.').waitFor()
  }
})

test('a private topic is only in the lists of its members, who can leave it; the last owner cannot', async () => {
  const [ada, ben] = await residents()
  const guest = await signedUp()
  const name = newName('secret')
  const id = await createPrivate(ada, name, ben.name)
  await list(ben).getByRole('link', { name: `Private: ${name}` }).waitFor()
  expect(await list(guest).getByRole('link', { name }).count()).toBe(0)
  guest.foresee(/status of 404/)
  await guest.open(`/topics/${id}`)
  await guest.page.getByText('This topic is not here').waitFor()

  ada.foresee(/status of 409/)
  await ada.page.getByRole('button', { name: 'Topic actions' }).click()
  await ada.page.getByRole('menuitem', { name: 'Leave topic' }).click()
  const leaving = ada.page.getByRole('dialog', { name: 'Leave this topic?' })
  await leaving.getByRole('button', { name: 'Leave' }).click()
  await leaving.getByText('Make somebody else an owner first').waitFor()
  await ada.page.keyboard.press('Escape')
  await leaving.waitFor({ state: 'detached' })

  await ada.page.getByRole('button', { name: '2 members' }).click()
  await actOn(ada, ben.name, 'Make owner')
  await expect.poll(() => members(ada).getByRole('listitem').filter({ hasText: ben.name }).innerText()).toContain('Owner since')
  await members(ada).getByRole('button', { name: 'Leave topic' }).click()
  await leaving.getByRole('button', { name: 'Leave' }).click()
  await list(ada).getByRole('link', { name }).waitFor({ state: 'detached' })
  await list(ben).getByRole('link', { name }).waitFor()
})

test.for(byWidth(phone, desktop))('a person\'s card leads to the conversation with them, which can be hidden, at %i pixels', async ([, size]) => {
  const ada = await signedUp(newName(), size)
  const name = newName('bot')
  const bot = await Bot.named(url(), name)
  await bot.call('PATCH', '/users/me', { displayName: `Bo ${name}` })
  const { id } = await bot.createTopic(newName('tea'))
  await bot.post(id, 'the kettle is on')
  await ada.open(`/topics/${id}`)
  await ada.message('the kettle is on').getByRole('button', { name: `About Bo ${name} @${name}` }).click()
  const card = ada.page.getByRole('dialog', { name: `About Bo ${name}` })
  await ada.page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  await ada.message('the kettle is on').getByRole('button', { name: `About Bo ${name}` }).click()
  await card.getByRole('button', { name: 'Message' }).click()
  await ada.page.getByRole('heading', { name: `Bo ${name}`, level: 1 }).waitFor()
  await ada.send('a word with you')
  await expect.poll(() => ada.texts()).toEqual(['a word with you'])
  const direct = new URL(ada.page.url()).pathname.split('/')[2] ?? ''
  expect(await bot.call('GET', `/topics/${direct}`)).toMatchObject({ access: 'direct', name: null })
  expect(await ada.page.title()).toContain(`Bo ${name}`)

  await ada.page.getByRole('button', { name: 'Topic actions' }).click()
  await ada.page.getByRole('menuitem', { name: 'Hide conversation' }).click()
  const entryIn = (section: string) => list(ada).getByRole('region', { name: section }).getByRole('link', { name: `Bo ${name}` })
  await ada.page.getByRole('button', { name: 'New topic' }).waitFor()
  await entryIn('Direct messages').waitFor({ state: 'detached' })
  await bot.post(direct, 'here I am')
  await entryIn('Unread').getByText('here I am').waitFor()
  await entryIn('Unread').click()
  await expect.poll(() => ada.texts()).toEqual(['a word with you', 'here I am'])
})

test('nobody writes in a locked topic, until it is unlocked', async () => {
  const [ada, ben] = await residents()
  const name = newName('locked')
  await ada.createTopic(name)
  await ben.openTopic(name)
  await ben.send('before')
  await expect.poll(() => ada.texts()).toEqual(['before'])
  await ben.composer.fill('half a thought')
  const choose = async (action: string) => {
    await ada.page.getByRole('button', { name: 'Topic actions' }).click()
    await ada.page.getByRole('menuitem', { name: action }).click()
  }
  await choose('Lock topic')
  for (const person of [ada, ben]) {
    await person.page.getByText('This topic is locked.').waitFor()
    await person.composer.waitFor({ state: 'detached' })
  }
  await ben.page.getByRole('button', { name: 'Copy what I had written' }).waitFor()
  await ben.message('before').hover()
  await ben.message('before').getByRole('button', { name: 'Delete' }).waitFor()
  expect(await ben.message('before').getByRole('button', { name: /Edit|Reply/ }).count()).toBe(0)
  await choose('Unlock topic')
  await expect.poll(() => ben.composer.inputValue()).toBe('half a thought')
  await choose('Mark as resolved')
  await list(ben).getByRole('link', { name: `Resolved: ${name}` }).waitFor()
})
