/** Whether nothing of a text can be seen. */
export const isBlank = (text: string): boolean => !/[^\s\p{C}\p{DI}\u2800]/u.test(text)
