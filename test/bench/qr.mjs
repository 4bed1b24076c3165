// Text to modules: this encoder against all others that are installed.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measure, report, reportTargets } from './measure.mjs'
import { payloads, shapes } from './qr/payloads.mjs'

const beside = (name) => fileURLToPath(new URL(`qr/${name}`, import.meta.url))
const module = new URL('qr/peers.mjs', import.meta.url)

const TARGETS = [
  { name: 'qrcode', atLeast: 30 },
  { name: 'qr', atLeast: 2.5 },
  { name: 'libqrencode', atLeast: 5 },
]

/** `npm run bench -- qr [NAME …]`: all peers, or only those named. */
export async function bench(only) {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-bench-c-'))
  try {
    const native = [compiled(folder, 'libqrencode', 'qrencode'), compiled(folder, 'zint', 'zint'), segno()]
    for (const shape of shapes) {
      const items = payloads(shape, 50_000)
      for (const level of shape.startsWith('mixed') ? ['M'] : ['M', 'Q']) {
        const script = (name, run) => ({ name, module, run, argument: level })
        const others = [
          script('qr', 'qr'),
          script('uqr', 'uqr'),
          script('qrcode-generator', 'qrcodeGenerator'),
          script('nayuki-qr-code-generator', 'nayuki'),
          script('zxing-wasm', 'zxingWasm'),
          script('qrcode', 'qrcode'),
          ...native.map((peer) => (peer.skip ? peer : { ...peer, command: [...peer.command, level] })),
        ]
        const peers = others.filter(({ name }) => only.length === 0 || only.includes(name))
        const results = await measure({
          peers: [script('claimtag', 'claimtag'), ...peers],
          items,
          clock: 'cpu',
        })
        report(`${shape}, level ${level}`, results)
        reportTargets(results, TARGETS)
      }
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function compiled(folder, name, library) {
  const out = join(folder, name)
  const { status, error } = spawnSync('cc', ['-O2', '-o', out, beside(`${name}.c`), `-l${library}`], {
    encoding: 'utf8',
  })
  if (error) return { name, skip: 'no C compiler (cc) here' }
  return status === 0 ? { name, command: [out] } : { name, skip: `the library's header is not installed` }
}

function segno() {
  // The distribution's Python first: a packaged segno belongs to it.
  const python = ['/usr/bin/python3', 'python3'].find(
    (candidate) => spawnSync(candidate, ['-c', 'import segno']).status === 0,
  )
  return python === undefined
    ? { name: 'segno', skip: 'segno is not installed' }
    : { name: 'segno', command: [python, beside('segno_peer.py')] }
}
