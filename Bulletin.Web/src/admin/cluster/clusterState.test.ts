import { expect, test } from 'vitest'
import type { Cluster } from '../types'
import { inMilliseconds, warningsOf } from './clusterState'

const silo = (name: string, changes: Partial<Cluster['silos'][number]> = {}): Cluster['silos'][number] =>
  ({ name, address: `${name}:11111`, status: 'Active', version: '1.0', startedAt: '2026-03-01T00:00:00Z', topics: 1, waiting: 0, ...changes })
const gateway = (version: string): Cluster['gateways'][number] =>
  ({ name: 'g', version, startedAt: '2026-03-01T00:00:00Z', connections: 1, waiting: 0, deliveryP50Ms: null, deliveryP99Ms: null })

test('a cluster of one version whose silos are active needs no attention', () => {
  expect(warningsOf({ silos: [silo('a'), silo('b')], gateways: [gateway('1.0')], busiest: [] })).toEqual([])
})

test('different versions, silos that are not active and silos that say nothing are pointed out', () => {
  const silos = [silo('a'), silo('b', { status: 'ShuttingDown' }), silo('c', { version: null })]
  expect(warningsOf({ silos, gateways: [gateway('1.1')], busiest: [] })).toEqual([
    expect.stringContaining('1.0, 1.1'), expect.stringContaining('b is not active: its status is ShuttingDown'), expect.stringContaining('c does not report'),
  ])
})

test('a time that was not measured is not zero', () => {
  expect([inMilliseconds(null), inMilliseconds(0), inMilliseconds(12.4)]).toEqual(['–', '0 ms', '12 ms'])
})
