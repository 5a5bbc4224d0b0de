import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path/posix'
import { expect, test } from 'vitest'

interface Import { from: string; to: string }

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name.replaceAll('\\', '/')))
  .filter((path) => /\.(ts|vue)$/.test(path))

const imports: Import[] = files.flatMap((from) =>
  [...readFileSync(from, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]*)['"]/g)]
    .map(([, to = '']) => ({ from, to: join(dirname(from), to) })))

/** The folder within `base` that a path leads into, or the file directly in `base`. */
const partOf = (base: string, path: string) => relative(base, path).replace(/\/.*|\.(ts|vue)$/, '')

/** A dependency cycle from one part of `base` back to it, with the imports that cause it; null if there is none. */
function circleIn(base: string, all: readonly Import[]): Import[] | null {
  const inside = all.filter(({ from, to }) => [from, to].every((path) => path.startsWith(`${base}/`)))
  const cleared = new Set<string>()

  function follow(part: string, way: Import[]): Import[] | null {
    const start = way.findIndex(({ from }) => partOf(base, from) === part)
    if (start >= 0) return way.slice(start)
    if (cleared.has(part)) return null
    for (const step of inside) {
      const next = partOf(base, step.to)
      const circle = partOf(base, step.from) === part && next !== part ? follow(next, [...way, step]) : null
      if (circle) return circle
    }
    cleared.add(part)
    return null
  }

  for (const { from } of inside) {
    const circle = follow(partOf(base, from), [])
    if (circle) return circle
  }
  return null
}

const told = (circle: Import[] | null) => circle?.map(({ from, to }) => `${from} imports ${to}`).join(', ') ?? 'no circle'

test.each(['src', 'src/topics'])('the folders in %s do not depend on each other in a circle', (base) => {
  expect(imports.some(({ from }) => from.startsWith(`${base}/`))).toBe(true)
  expect(told(circleIn(base, imports))).toBe('no circle')
})

test('a circle is told by the imports that make it, without those that lead to it', () => {
  const circle = [{ from: 'src/a/one.ts', to: 'src/b/two' }, { from: 'src/b/three.vue', to: 'src/c' }, { from: 'src/c.ts', to: 'src/a/four' }]
  const around = [{ from: 'src/main.ts', to: 'src/a/one' }, { from: 'src/a/one.ts', to: 'src/a/four' }, { from: 'src/b/two.ts', to: 'src/d/five' }]
  expect(told(circleIn('src', [...around, ...circle]))).toBe('src/a/one.ts imports src/b/two, src/b/three.vue imports src/c, src/c.ts imports src/a/four')
  expect(told(circleIn('src', [...around, ...circle.slice(1)]))).toBe('no circle')
})
