import { build } from 'esbuild'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The policy that the README asks for: without `'wasm-unsafe-eval'` and `claimtag`, nothing would be read. */
export const CSP =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src 'self'; " +
  "img-src 'self' blob:; media-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types claimtag"

export interface Site {
  readonly address: string
  close(): void
}

export interface Served {
  readonly type: string
  readonly body: string | Uint8Array
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
}

const NOTHING: Served = { type: 'image/x-icon', body: '' }

/** Serves files on a free port of this machine, each under the strict policy. */
export async function serve(
  files: ReadonlyMap<string, Served>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Site> {
  const server = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://localhost').pathname
    const file = path === '/favicon.ico' ? NOTHING : files.get(path)
    const policy = { 'content-security-policy': CSP, 'permissions-policy': 'camera=(self)', ...headers }
    if (path === '/without-camera')
      response.writeHead(200, { ...policy, 'permissions-policy': 'camera=()', 'content-type': 'text/html' })
    else
      response.writeHead(file === undefined ? 404 : 200, {
        ...policy,
        'content-type': file?.type ?? 'text/plain',
      })
    response.end(file?.body ?? files.get('/')?.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Camera</title><video muted playsinline></video>
<script type="module" src="/main.js"></script></html>`

/** The page of `page/main.ts` with its worker and the reader's WebAssembly. */
export async function testSite(): Promise<ReadonlyMap<string, Served>> {
  const script = 'text/javascript'
  const files = new Map<string, Served>([['/', { type: 'text/html', body: HTML }]])
  for (const [path, text] of await bundles()) files.set(path, { type: script, body: text })
  const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm')
  files.set('/zxing_reader.wasm', { type: 'application/wasm', body: readFileSync(wasm) })
  return files
}

async function bundles(): Promise<readonly (readonly [string, string])[]> {
  const { outputFiles } = await build({
    entryPoints: {
      main: fileURLToPath(new URL('page/main.ts', import.meta.url)),
      worker: '@claimtag/decoder/camera/worker',
    },
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    outdir: '/',
    conditions: ['@claimtag/source'],
    write: false,
  })
  return outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf('/')), text])
}

/** Every file below a folder, by the path under which it is asked for. */
export function filesOf(folder: string): ReadonlyMap<string, Served> {
  const files = new Map<string, Served>()
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(name)]
    if (type === undefined) continue
    const path = `/${name.replaceAll('\\', '/')}`
    files.set(path === '/index.html' ? '/' : path, { type, body: readFileSync(join(folder, name)) })
  }
  return files
}
