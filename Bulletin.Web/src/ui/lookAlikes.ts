/** Letters and signs of other scripts, and small capitals, by the ASCII letter they look like. NFKC covers the other styles. */
const alike: Readonly<Record<string, string>> = {
  a: 'аАαΑɑᴀᎪꓮ',
  b: 'ьвВΒʙᏴꓐ',
  c: 'сСᴄᏟꓚϲϹ',
  d: 'ԁᴅᎠꓓ',
  e: 'еЕεΕᴇᎬꓰ',
  f: 'ꓝꜰ',
  g: 'ԌɡɢցԍᏀꓖ',
  h: 'һнНΗʜհᎻꓧ',
  i: 'іІιΙıɪᎥꓲ',
  j: 'јЈȷᴊյᎫꓙϳͿ',
  k: 'кКκΚᴋᏦꓗ',
  l: 'ӏӀʟᏞꓡǀ∣ⵏ',
  m: 'мМΜᴍᎷꓟ',
  n: 'пηΝɴոꓠ',
  o: 'оОөοΟᴏօꓳⵔ',
  p: 'рРρΡᴘᏢꓑ',
  q: 'ԛԚզꞯ',
  r: 'гʀꓣ',
  s: 'ѕЅꜱՏᏚꓢ',
  t: 'тТτΤᴛᎢꓔ',
  u: 'υᴜսꓴ',
  v: 'νᴠᏙꓦ',
  w: 'ԝԜωᴡᎳꓪ',
  x: 'хХχΧꓫ',
  y: 'уУҮүγΥʏꓬ',
  z: 'ΖᴢᏃꓜ',
  '-': '‐‑‒–—−',
  '.': '。',
}

/** Alphabets of symbols that contain one letter each: in brackets, in black circles and in black squares. */
const alphabets = [0x249c, 0x1f110, 0x1f150, 0x1f170]

const ascii = new Map(Object.entries(alike).flatMap(([one, others]) => Array.from(others, (other) => [other, one] as const)))
for (const first of alphabets) for (let at = 0; at < 26; at++) ascii.set(String.fromCodePoint(first + at), String.fromCodePoint(0x61 + at))

const replaced = (text: string) => Array.from(text, (one) => ascii.get(one) ?? one).join('')

/** Converts a text to the lower-case ASCII it looks like. Accents are visible, so they stay. The server has this as a table. */
export const asciiOf = (text: string): string => replaced(replaced(text).normalize('NFKC')).toLowerCase()

/**
 * Two names look alike if their skeletons are equal. Upper-case I looks like lower-case l; lower-case i does not. "cl" is not a "d".
 */
export const skeletonOf = (name: string): string =>
  asciiOf(name.replaceAll(/[I\u0406\u0399]/g, 'l'))
    .replaceAll(/[\p{DI}\p{C}]/gu, '')
    .replaceAll(/[1|]/g, 'l')
    .replaceAll('0', 'o')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll(/[\s\u2800]+/g, ' ')
    .trim()
