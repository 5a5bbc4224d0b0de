/** The text to send: without trailing white space and leading blank lines. The first line keeps its indentation. */
export const withoutBlankEnds = (text: string): string => text.replace(/^\s*\n/, '').trimEnd()
