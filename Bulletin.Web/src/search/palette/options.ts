import type { SearchHit, Topic, User } from '../../api/types'
import type { IconName } from '../../ui/AppIcon.vue'
import { hitKey } from '../searchMessages'

export interface Command {
  name: string
  label: string
  icon: IconName
  /** Further words by which it is found. */
  words?: string
  /** The keys that do the same. */
  keys?: string
  /** Whether what follows takes the focus. */
  leads?: boolean
  run: () => unknown
}

/** Something to choose in the palette. */
export type Option =
  | { kind: 'topic'; topic: Topic }
  | { kind: 'person'; person: User }
  | { kind: 'search'; query: string }
  | { kind: 'message'; hit: SearchHit }
  | { kind: 'command'; command: Command }
  | { kind: 'create'; name: string }

export interface OptionGroup {
  name: string
  options: readonly Option[]
}

/** What identifies an option, however the list around it changes. Without spaces: it is part of an element's id. */
export function optionKey(option: Option): string {
  switch (option.kind) {
    case 'topic': return `topic-${option.topic.id}`
    case 'person': return `person-${option.person.id}`
    case 'message': return `message-${hitKey(option.hit)}`
    case 'command': return `command-${option.command.name}`
    default: return option.kind
  }
}
