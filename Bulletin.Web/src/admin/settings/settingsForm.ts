import type { Settings } from '../types'

/** The settings as they are typed: a number of days is a text, and empty for no limit. */
export interface SettingsForm {
  name: string
  registration: Settings['registration']
  keepsHistory: boolean
  retentionDays: string
  removedTopicDays: string
}

export const formOf = ({ name, registration, keepsHistory, retentionDays, removedTopicDays }: Settings): SettingsForm => ({
  name,
  registration,
  keepsHistory,
  retentionDays: retentionDays === null ? '' : String(retentionDays),
  removedTopicDays: String(removedTopicDays),
})

const isNumber = (text: string) => /^\d{1,5}$/.test(text.trim())

/** What is wrong with a form before it is sent, by field. */
export function errorsOf({ retentionDays, removedTopicDays }: SettingsForm): Record<string, string[]> {
  return {
    ...(retentionDays.trim() && !isNumber(retentionDays) && { retentionDays: ['Must be a whole number of days, or empty.'] }),
    ...(!isNumber(removedTopicDays) && { removedTopicDays: ['Must be a whole number of days.'] }),
  }
}

/** What differs from the settings; null if nothing does. Nothing else is sent, so that what others change meanwhile stays. */
export function changesOf(settings: Settings, form: SettingsForm) {
  const name = form.name.trim()
  const retentionDays = form.retentionDays.trim() ? Number(form.retentionDays) : null
  const removedTopicDays = Number(form.removedTopicDays)
  const changes = {
    ...(name !== settings.name && { name }),
    ...(form.registration !== settings.registration && { registration: form.registration }),
    ...(form.keepsHistory !== settings.keepsHistory && { keepsHistory: form.keepsHistory }),
    ...(retentionDays !== settings.retentionDays && { retentionDays }),
    ...(removedTopicDays !== settings.removedTopicDays && { removedTopicDays }),
  }
  return Object.keys(changes).length ? changes : null
}

const inDays = (days: number): string => (days === 1 ? '1 day' : `${days} days`)

/** What saving deletes for good, and the number of days that confirms it; null if it deletes nothing. */
export function lossOf(settings: Settings, form: SettingsForm): { consequences: string[]; typed: string } | null {
  const changes = changesOf(settings, form)
  if (!changes || Object.keys(errorsOf(form)).length) return null
  const { retentionDays: days, removedTopicDays: removedDays } = changes
  const losses = [
    ...(typeof days === 'number' && days < (settings.retentionDays ?? Number.POSITIVE_INFINITY)
      ? [{ days, text: `Messages older than ${inDays(days)} are deleted for good in every topic without a setting of its own.` }]
      : []),
    ...(removedDays !== undefined && removedDays < settings.removedTopicDays
      ? [{ days: removedDays, text: removedDays === 0 ? 'The messages of all removed topics are deleted for good.' : `The messages of topics removed more than ${inDays(removedDays)} ago are deleted for good.` }]
      : []),
  ]
  const [first] = losses
  return first ? { consequences: losses.map(({ text }) => text), typed: String(first.days) } : null
}

/** The form over newer settings: what was not changed in it follows them, and what was stays. */
export function rebased(form: SettingsForm, old: Settings, now: Settings): SettingsForm {
  const [was, is] = [formOf(old), formOf(now)]
  return {
    name: form.name === was.name ? is.name : form.name,
    registration: form.registration === was.registration ? is.registration : form.registration,
    keepsHistory: form.keepsHistory === was.keepsHistory ? is.keepsHistory : form.keepsHistory,
    retentionDays: form.retentionDays === was.retentionDays ? is.retentionDays : form.retentionDays,
    removedTopicDays: form.removedTopicDays === was.removedTopicDays ? is.removedTopicDays : form.removedTopicDays,
  }
}
