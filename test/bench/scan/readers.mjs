// Readers of QR codes that are compared on the photographs of the ledger. Each takes grey pixels, and gives texts.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { createScanner, textsOf } from '@claimtag/decoder/scan'

/** @param effort of `scanner.scan` */
export function claimtag(effort) {
  const scanner = createScanner()
  return async (grey, width, height) => textsOf(await scanner.scan({ grey, width, height }, { effort }))
}

/** @param peers a file from which the package resolves */
export async function jsqr(peers) {
  const { default: loaded } = await imported(peers, 'jsqr')
  const read = loaded.default ?? loaded
  return (grey, width, height) => {
    const found = read(rgba(grey), width, height, { inversionAttempts: 'attemptBoth' })
    return found === null ? [] : [found.data]
  }
}

export async function qr() {
  const { default: read } = await import('qr/decode.js')
  return (grey, width, height) => {
    try {
      return [read({ data: rgba(grey), width, height })]
    } catch {
      return []
    }
  }
}

/** The program of zbar: a picture goes to its standard input, so that its time includes its start. */
export function zbar() {
  return (grey, width, height) => {
    const input = Buffer.concat([Buffer.from(`P5 ${width} ${height} 255\n`), grey])
    const flags = ['--quiet', '--raw', '--nodbus', '-Sdisable', '-Sqrcode.enable', '-']
    const { stdout } = spawnSync('zbarimg', flags, { input, encoding: 'utf8' })
    return stdout.split('\n').filter((line) => line !== '')
  }
}

export function hasZbar() {
  return spawnSync('zbarimg', ['--version']).error === undefined
}

function imported(peers, name) {
  return import(pathToFileURL(createRequire(peers).resolve(name)).href)
}

function rgba(grey) {
  const data = new Uint8ClampedArray(4 * grey.length).fill(0xff)
  for (let i = 0; i < grey.length; i += 1) data[4 * i] = data[4 * i + 1] = data[4 * i + 2] = grey[i]
  return data
}
