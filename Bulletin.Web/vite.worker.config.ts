import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

// The service worker is one classic script at a fixed address, so that every browser accepts it and updates find it.
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2022',
    emptyOutDir: false,
    lib: { entry: fileURLToPath(new URL('src/shell/worker.ts', import.meta.url)), formats: ['iife'], name: 'worker', fileName: () => 'sw.js' },
  },
})
