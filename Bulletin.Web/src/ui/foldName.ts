const letters: Readonly<Record<string, string>> = { ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ł: 'l', ŧ: 't', æ: 'ae', œ: 'oe', þ: 'th', ς: 'σ' }

// Accents of any script, the points of Hebrew and Arabic, and what nobody sees. Vowel signs and voicing marks make other letters: they stay.
const marks = /(?![\u3099\u309a])\p{sc=Inherited}|(?=\p{M})[\p{sc=Hebrew}\p{sc=Arabic}]|\p{DI}|\u0640/gu
const withoutMarks = (text: string) => text.normalize('NFKD').replace(marks, '')

// By way of upper case, where ß is SS and ı is I.
const oneCase = (text: string) => text.toLowerCase().toUpperCase().toLowerCase()

/** A name as it is searched for: names that differ in case, accents or Unicode form only are the same. The server folds by a table made from this. */
export const foldName = (name: string): string =>
  withoutMarks(oneCase(withoutMarks(name)))
    .replace(/[øđðħłŧæœþς]/g, (letter) => letters[letter] ?? letter)
    .trim()
    .replace(/\s+/g, ' ')
