import { expect, test } from 'vitest'
import { unreachable } from '../api/problem'
import { createPinning, type PinAnswer } from './pinning'
import { state } from './testingPersonal'

/** A server that answers a call when the test decides. */
function answering() {
  const sent: [string, boolean][] = []
  const answers: ((answer: PinAnswer) => void)[] = []
  const pinning = createPinning((topicId, pinned) => {
    sent.push([topicId, pinned])
    return new Promise((resolve) => answers.push(resolve))
  })
  const settled = () => new Promise((resolve) => setTimeout(resolve))
  async function answer(given: PinAnswer): Promise<void> {
    answers.shift()?.(given)
    await settled()
  }
  return { pinning, sent, answer, settled }
}
const done: PinAnswer = { ok: true, value: state('tea') }

test('a topic is pinned as soon as the user wants it', () => {
  const { pinning } = answering()
  void pinning.set('tea', true)
  expect([pinning.wish('tea'), pinning.wish('milk')]).toEqual([true, null])
})

test.each([['accepted', done], ['refused', { ok: false, failure: unreachable } as const]])('once it is %s, the server has the say again', async (_, given) => {
  const { pinning, answer, settled } = answering()
  const result = pinning.set('tea', true)
  await settled()
  await answer(given)
  expect([await result, pinning.wish('tea')]).toEqual([given, null])
})

test('the server hears of the next wish when it has answered the one before', async () => {
  const { pinning, sent, answer, settled } = answering()
  void pinning.set('tea', true)
  await settled()
  void pinning.set('tea', false)
  await settled()
  expect([sent, pinning.wish('tea')]).toEqual([[['tea', true]], false])
  await answer(done)
  expect(sent).toEqual([['tea', true], ['tea', false]])
})

test('a wish that was taken back before it was sent is never sent', async () => {
  const { pinning, sent, answer, settled } = answering()
  void pinning.set('tea', true)
  await settled()
  const givenUp = pinning.set('tea', false)
  void pinning.set('tea', true)
  await answer(done)
  await answer(done)
  expect([await givenUp, sent]).toEqual([null, [['tea', true], ['tea', true]]])
})

test('nothing is sent in the name of whoever logs in next', async () => {
  const { pinning, sent, answer, settled } = answering()
  void pinning.set('tea', true)
  await settled()
  void pinning.set('tea', false)
  pinning.clear()
  await answer(done)
  expect([sent, pinning.wish('tea')]).toEqual([[['tea', true]], null])
})
