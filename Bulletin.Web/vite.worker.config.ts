import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Manifest } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What the application is made of, by the names its build has given. */
function builtFiles(): string[] {
  const manifest: Manifest = JSON.parse(readFileSync(here('dist/files.json'), 'utf8'))
  const files = Object.values(manifest).flatMap(({ file, css = [], assets = [] }) => [file, ...css, ...assets])
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
