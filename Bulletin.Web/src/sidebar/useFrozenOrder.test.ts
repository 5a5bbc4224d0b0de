import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { expect, test, vi } from 'vitest'
import { topic } from '../testing'
import { sorting } from './testingSections'
import { sectionsOf } from './topicSections'
import { useFrozenOrder } from './useFrozenOrder'

function listed() {
  const list = document.body.appendChild(document.createElement('nav'))
  const topics = shallowRef([topic('tea'), topic('milk')])
  const query = ref('')
  const shown = effectScope().run(() => useFrozenOrder(ref(list), () => sectionsOf(topics.value, sorting()), () => query.value))
  const order = () => shown?.value.flatMap((section) => section.topics.map(({ id }) => id))
  const swap = () => (topics.value = topics.value.toReversed())
  return { list, query, order, swap }
}

test('the order stays while the pointer is inside the list, and is made up for when it leaves', () => {
  const { list, order, swap } = listed()
  list.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }))
  swap()
  expect(order()).toEqual(['tea', 'milk'])
  list.dispatchEvent(new PointerEvent('pointerleave'))
  expect(order()).toEqual(['milk', 'tea'])
})

test('the order stays while an item has the keyboard focus', async () => {
  const { list, order, swap } = listed()
  const item = list.appendChild(document.createElement('a'))
  vi.spyOn(item, 'matches').mockReturnValue(true)
  item.dispatchEvent(new FocusEvent('focusin', { bubbles: true }))
  swap()
  await nextTick()
  expect(order()).toEqual(['tea', 'milk'])
})

test('another question has an order of its own, wherever the pointer is', () => {
  const { list, query, order, swap } = listed()
  list.dispatchEvent(new PointerEvent('pointerenter', { pointerType: 'mouse' }))
  swap()
  query.value = 'm'
  expect(order()).toEqual(['milk', 'tea'])
})
