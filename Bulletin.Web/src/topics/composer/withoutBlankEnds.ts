/** A text as it is sent: without its end of white space and without blank lines before it. The first line keeps its indentation. */
export const withoutBlankEnds = (text: string): string => text.replace(/^\s*\n/, '').trimEnd()
