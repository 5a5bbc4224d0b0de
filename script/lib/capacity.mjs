// Calculates the number of pods and the size of the database: script/capacity --users 50000 [--KEY NUMBER …]
// All inputs are below, with their sources. Override any of them with --KEY NUMBER.
import { existsSync, readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../bench/results/', import.meta.url)

/** What something costs, of the latest results of script/bench --only office, in microseconds of a core; otherwise a round figure. */
function measured(what, otherwise) {
  if (!existsSync(folder)) return otherwise
  const files = readdirSync(folder).filter(name => /^\d.*\.json$/.test(name)).sort().reverse()
  for (const file of files) {
    const { scenarios } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    const found = scenarios.office?.comparisons.find(one => one.scenario === `an office of 10,000: ${what}`)
    if (found) return Math.round(found.ours.median)
  }
  return otherwise
}

const model = {
  // Users and their activity. The number of users is yours; the other defaults describe an office that chats a lot.
  users: 10_000, // registered
  online: 0.3, // fraction of them connected at peak
  messages: 40, // per user and working day
  busiest: 0.15, // fraction of a day's messages in its busiest hour
  burst: 3, // ratio of the busiest minute to that hour's average
  viewers: 12, // connections that have a topic open when a message is posted there
  reads: 3, // pages read for each message posted
  text: 120, // bytes per message
  days: 250, // working days per year

  // Measured: microseconds of a core, at the rates of an office. A saturated server needs less, since it handles much at once.
  microsPerPost: measured('a post', 1_650), // on gateways and silos
  siloShare: 0.3, // of that
  microsPerStored: measured('a post, stored', 2_750), // in Postgres, its index entries included
  microsPerPage: measured('a page', 370),
  microsPerDelivery: measured('a delivery', 20),
  microsPerConnection: measured('a connection, each second', 3),
  kilobytesPerConnection: 40, // resident
  bytesPerMessage: 420, // a row with a text of that size and its three indexes, estimated; script/drill postgres prints yours
  walPerMessage: 650, // bytes of WAL per message with group commit, estimated

  // Headroom and pod sizes, as in k8s/base.
  utilisation: 0.5, // of a core in normal operation, so that a zone may fail
  podCores: 1, // requested; there is no limit
  podGigabytes: 2, // the limit
  connectionsPerPod: 5_000, // in normal operation
  silosAtLeast: 3, gatewaysAtLeast: 3, // one per zone
}

for (let i = 2; i < process.argv.length; i += 2) {
  const [key, value] = [process.argv[i].replace(/^--/, ''), Number(process.argv[i + 1])]
  if (!(key in model) || !Number.isFinite(value)) {
    console.error(`usage: script/capacity [--KEY NUMBER …], where KEY is one of ${Object.keys(model).join(', ')}`)
    process.exit(2)
  }
  model[key] = value
}

const m = model
const daily = m.users * m.messages
const peak = (daily * m.busiest / 3600) * m.burst
const connections = m.users * m.online
const deliveries = peak * Math.min(m.viewers, connections)
const cores = {
  gateway: (peak * (m.microsPerPost * (1 - m.siloShare) + m.reads * m.microsPerPage) + deliveries * m.microsPerDelivery + connections * m.microsPerConnection) / 1e6,
  silo: peak * m.microsPerPost * m.siloShare / 1e6,
  database: peak * m.microsPerStored / 1e6,
}
const pods = needed => Math.ceil(needed / m.utilisation / m.podCores)
const memory = connections * m.kilobytesPerConnection / 1e6
const gateways = Math.max(m.gatewaysAtLeast, pods(cores.gateway), Math.ceil(connections / m.connectionsPerPod), Math.ceil(memory / m.podGigabytes * 2))
const silos = Math.max(m.silosAtLeast, pods(cores.silo))
const databaseCores = [2, 4, 8, 16, 32, 64].find(size => size * m.utilisation >= cores.database) ?? Infinity
const yearly = daily * m.days * m.bytesPerMessage / 1e9
const storage = Math.max(50, Math.ceil(yearly * 1.5 / 50) * 50)
const walDaily = daily * m.walPerMessage / 1e9
const egress = daily * Math.min(m.viewers, connections) * (m.text + 350) / 1e9 * m.days / 12

const n = (value, digits = 0) => value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: digits })
const line = (name, value) => console.log(`  ${name.padEnd(34)}${value}`)
console.log(`${n(m.users)} users, ${n(m.online * 100)} % of them online, ${n(m.messages)} messages per user and day, ${n(m.viewers)} viewers per topic\n`)
line('messages per day', n(daily))
line('posts per second, busiest minute', n(peak, 1))
line('deliveries per second, same minute', n(deliveries))
line('connections', n(connections))
console.log()
line('cores in use: gateways', n(cores.gateway, 2))
line('              silos', n(cores.silo, 2))
line('              Postgres', n(cores.database, 2))
line('gateways', `${gateways} of ${m.podCores} ${m.podCores === 1 ? 'core' : 'cores'}, ${m.podGigabytes} GB`)
line('silos', `${silos} of the same size`)
line('Postgres', `${databaseCores} cores, ${n(storage)} GB (${n(yearly, 1)} GB per year), plus a standby in another zone`)
line('WAL to archive', `${n(walDaily, 1)} GB per day`)
line('outbound traffic', `${n(egress)} GB per month`)
console.log()
line('to rent: pods', `${n((gateways + silos) * m.podCores)} cores, ${n((gateways + silos) * m.podGigabytes)} GB of memory`)
line('         Postgres', `${n(2 * databaseCores)} cores, ${n(2 * storage)} GB of disk`)
