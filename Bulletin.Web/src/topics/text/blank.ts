/** Whether a text has no visible characters. */
export const isBlank = (text: string): boolean => !/[^\s\p{C}\p{DI}\u2800]/u.test(text)
