/**
 * Compresses the text files of `dist`, so that the gateway has them ready: `.br` and `.gz` beside the file. Each form is smaller than
 * the next best, or is left out. So no two have the same length, from which, with the time, the gateway makes the `ETag`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const text = /\.(css|html|js|json|svg|txt|webmanifest)$/

for (const name of readdirSync(dist, { recursive: true })) {
  if (!text.test(name)) continue
  const file = `${dist}/${name}`
  const plain = readFileSync(file)
  const gzip = gzipSync(plain, { level: constants.Z_BEST_COMPRESSION })
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } })
  if (gzip.length < plain.length) writeFileSync(`${file}.gz`, gzip)
  if (brotli.length < Math.min(gzip.length, plain.length)) writeFileSync(`${file}.br`, brotli)
}
