import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { serveFiles } from 'claimtag-example-user-portal/demo'
import { Hono } from 'hono'
import { expect, onTestFinished, test } from 'vitest'

test('screens are the one page, what has a hash is kept for ever, and nothing else is served', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-portal-files-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  mkdirSync(join(folder, 'page/assets'), { recursive: true })
  writeFileSync(join(folder, 'page/index.html'), '<title>page')
  writeFileSync(join(folder, 'page/assets/app-1.js'), '0')
  const app = new Hono().get('*', serveFiles(join(folder, 'page')))
  const get = async (path: string): Promise<readonly unknown[]> => {
    const answer = await app.request(path)
    const { headers, status } = answer
    return [status, headers.get('content-type'), headers.get('cache-control'), await answer.text()]
  }
  const page = [200, 'text/html; charset=utf-8', 'no-cache', '<title>page']
  for (const path of ['/', '/review', '/devices', '/account', '/device/70B3D57ED00B1000', '/index.html'])
    expect([path, ...(await get(path))]).toEqual([path, ...page])
  const kept = 'public, max-age=31536000, immutable'
  expect(await get('/assets/app-1.js')).toEqual([200, 'text/javascript; charset=utf-8', kept, '0'])
  writeFileSync(join(folder, 'page/assets/app-1.js.gz'), gzipSync('0'))
  const packed = await app.request('/assets/app-1.js', { headers: { 'accept-encoding': 'gzip, br' } })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  expect(packed.headers.get('cache-control')).toBe(kept)
  expect(String(gunzipSync(await packed.arrayBuffer()))).toBe('0')
  const missing = [404, 'text/plain; charset=UTF-8', null, '404 Not Found']
  for (const path of [
    '/assets/app-2.js',
    '/device/x',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '//secret.txt',
  ])
    expect([path, ...(await get(path))]).toEqual([path, ...missing])
})
