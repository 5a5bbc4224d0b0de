import type { Cluster } from '../types'

/** What somebody who runs the cluster should look into. */
export function warningsOf({ silos, gateways }: Cluster): string[] {
  const versions = [...new Set([...silos, ...gateways].flatMap(({ version }) => (version === null ? [] : [version])))]
  return [
    ...(versions.length > 1 ? [`The processes run different versions: ${versions.join(', ')}. This is expected while an update is being rolled out.`] : []),
    ...silos.filter(({ status }) => status !== 'Active').map(({ name, status }) => `The silo ${name} is not active: its status is ${status}.`),
    ...silos.filter(({ status, version }) => status === 'Active' && version === null).map(({ name }) => `The silo ${name} does not report its state.`),
  ]
}

/** Milliseconds as one reads them. */
export const inMilliseconds = (time: number | null): string => (time === null ? '–' : `${Math.round(time).toLocaleString()} ms`)
