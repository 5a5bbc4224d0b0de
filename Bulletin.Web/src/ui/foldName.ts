const letters: Readonly<Record<string, string>> = { ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ł: 'l', ŧ: 't', æ: 'ae', œ: 'oe', þ: 'th', ς: 'σ' }

// Accents of any script, Hebrew and Arabic points, invisible characters. Vowel signs and voicing marks make other letters: they stay.
const marks = /(?![\u3099\u309a])\p{sc=Inherited}|(?=\p{M})[\p{sc=Hebrew}\p{sc=Arabic}]|\p{DI}|\u0640/gu
const withoutMarks = (text: string) => text.normalize('NFKD').replace(marks, '')

// Goes through upper case, which turns ß into SS and ı into I.
const oneCase = (text: string) => text.toLowerCase().toUpperCase().toLowerCase()

/** The search form of a name: ignores case, accents and Unicode normalisation. The server folds with a table generated from this. */
export const foldName = (name: string): string =>
  withoutMarks(oneCase(withoutMarks(name)))
    .replace(/[øđðħłŧæœþς]/g, (letter) => letters[letter] ?? letter)
    .trim()
    .replace(/\s+/g, ' ')
