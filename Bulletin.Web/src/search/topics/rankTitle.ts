const letter = /[\p{L}\p{N}\p{M}]/u

/** Whether the letters follow one another in a title, in this order, beginning at a word: "frnt" in "the frontend". */
function isAbbreviation(letters: string, title: string): boolean {
  for (let from = title.indexOf(letters.charAt(0)); from >= 0; from = title.indexOf(letters.charAt(0), from + 1)) {
    if (letter.test(title.charAt(from - 1))) continue
    let at = from
    for (const one of letters) {
      at = title.indexOf(one, at) + 1
      if (at === 0) return false
    }
    return true
  }
  return false
}

/** How well a title answers a query, both folded: 0 best, null not at all. */
export function rankTitle(query: string, title: string): number | null {
  if (title.startsWith(query)) return 0
  const words = query.split(' ')
  const starts = title.split(/[^\p{L}\p{N}\p{M}]+/u)
  if (words.every((word) => starts.some((start) => start.startsWith(word)))) return 1
  if (words.every((word) => title.includes(word))) return 2
  return query.length > 1 && isAbbreviation(words.join(''), title) ? 3 : null
}
