import { fullNameOf, type Named } from '../../people/names'
import { exactTime } from '../../ui/times'
import type { AdminUser, AdminUserDetails } from '../types'

/** The server counts no further. */
const most = 100

const counted = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count >= most ? `${most} or more` : count} ${many}`)

/** What removing a user does to what they leave behind. */
export function consequencesOf({ messages, topicsCreated, memberships, openReports }: AdminUserDetails['traces']): string[] {
  const lines = [
    messages > 0 && `${counted(messages, 'message stays', 'messages stay')}, under the name Deleted user.`,
    topicsCreated > 0 && `${counted(topicsCreated, 'topic that they created stays', 'topics that they created stay')}.`,
    memberships > 0 && `They leave ${counted(memberships, 'private topic or conversation', 'private topics and conversations')}.`,
    openReports > 0 && `${counted(openReports, 'report about their messages stays open', 'reports about their messages stay open')}.`,
  ]
  return [...lines.filter((line) => line !== false), 'Their sessions end, and nobody can log in with this account again.']
}

/** What a user left behind, in one line. */
export const tracesOf = ({ messages, topicsCreated, memberships, openReports }: AdminUserDetails['traces']): string =>
  [counted(messages, 'message', 'messages'), counted(topicsCreated, 'topic created', 'topics created'), counted(memberships, 'membership', 'memberships'), counted(openReports, 'open report', 'open reports')].join(', ')

/** Until when and why somebody is suspended; empty if they are not. */
export const suspensionOf = ({ suspension }: AdminUser): string =>
  suspension === null ? '' : `${suspension.until === null ? 'Indefinitely' : `Until ${exactTime(suspension.until)}`}. Reason: ${suspension.reason}`

const mostNames = 10

/** The names of several people; beyond ten, how many more there are. */
export function namesOf(people: readonly Named[]): string {
  const names = people.slice(0, mostNames).map(fullNameOf).join(', ')
  return people.length > mostNames ? `${names} and ${people.length - mostNames} more` : names
}
