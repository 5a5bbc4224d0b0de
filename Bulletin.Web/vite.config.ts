import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const server = process.env['BULLETIN_URL'] ?? 'http://127.0.0.1:8080'

const proxy = { '/api': server, '/hubs': { target: server, ws: true } }

export default defineConfig({
  plugins: [vue()],
  // Nothing may need an inline script: the gateway's content security policy forbids it.
  build: { target: 'es2022', assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true, manifest: 'files.json' },
  server: { proxy },
  preview: { proxy },
  test: { environment: 'happy-dom', environmentOptions: { happyDOM: { url: 'http://localhost/' } }, include: ['src/**/*.test.ts'], restoreMocks: true },
})
