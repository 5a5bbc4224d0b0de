import { foldName } from '../../ui/foldName'
import type { Command } from './options'

/** The commands whose words begin like those of a query. */
export function commandsFor(commands: readonly Command[], query: string): Command[] {
  const asked = foldName(query).split(' ')
  return commands.filter(({ label, words = '' }) => {
    const known = foldName(`${label} ${words}`).split(/[\s:]+/)
    return asked.every((word) => known.some((one) => one.startsWith(word)))
  })
}
