import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Context } from 'hono'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
}

/** Addresses of screens: all are the one page. */
const SCREENS = /^\/(review|devices|account|device\/[0-9A-F]{16})?$/

/** Serves the files of a built app out of memory. What has a hash in its name is kept by browsers for ever. */
export function serveFiles(folder: string): (c: Context) => Response {
  const files = new Map<string, { type: string; bytes: Buffer; packed: Buffer | undefined }>(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
      const type = TYPES[extname(name)]
      if (type === undefined) return []
      const bytes = readFileSync(join(folder, name))
      const isPacked = !/png|woff2/.test(type)
      const file = { type, bytes, packed: isPacked ? gzipSync(bytes, { level: 9 }) : undefined }
      return [[`/${name.replaceAll('\\', '/')}`, file] as const]
    }),
  )
  return (c) => {
    const { path } = c.req
    const file = files.get(SCREENS.test(path) ? '/index.html' : path)
    if (file === undefined || c.req.method !== 'GET') return c.text('Not found', 404)
    const isPacked = file.packed !== undefined && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
    c.header('content-type', file.type)
    c.header('vary', 'accept-encoding')
    c.header(
      'cache-control',
      path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    )
    if (isPacked) c.header('content-encoding', 'gzip')
    return c.body(Uint8Array.from((isPacked ? file.packed : undefined) ?? file.bytes))
  }
}
