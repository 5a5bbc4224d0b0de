import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Manifest } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What everybody's application is made of, by the names its build has given. The few who administer the site load the rest when they need it. */
function builtFiles(): string[] {
  const manifest: Manifest = JSON.parse(readFileSync(here('dist/files.json'), 'utf8'))
  const reached = new Set<string>()
  function reach(name: string): void {
    if (reached.has(name) || name.startsWith('src/admin/')) return
    reached.add(name)
    const { imports = [], dynamicImports = [] } = manifest[name] ?? {}
    for (const next of [...imports, ...dynamicImports]) reach(next)
  }
  for (const [name, { isEntry }] of Object.entries(manifest)) if (isEntry) reach(name)
  const files = [...reached].flatMap((name) => manifest[name] ?? []).flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets])
  return [...new Set(files)].sort().map((file) => `/${file}`)
}

// The service worker is one classic script at a fixed address, so that every browser accepts it and updates find it.
export default defineConfig(({ command }) => ({
  publicDir: false,
  define: { __FILES__: JSON.stringify(command === 'build' ? builtFiles() : []) },
  build: {
    target: 'es2022',
    emptyOutDir: false,
    lib: { entry: here('src/shell/worker.ts'), formats: ['iife'], name: 'worker', fileName: () => 'sw.js' },
  },
}))
