import { optionsOf } from '../filterFields'
import type { Report } from '../types'
import { capital } from '../words'

const reasons: Readonly<Record<string, string>> = { spam: 'Spam', harassment: 'Harassment', illegal: 'Illegal', other: 'Something else' }

/** Why a message was reported, in words; the name of the reason, if a newer server knows more. */
export const reasonInWords = (reason: string): string => reasons[reason] ?? capital(reason)

export const states: readonly Report['state'][] = ['open', 'resolved', 'dismissed']

export const stateOptions = optionsOf(...states)
