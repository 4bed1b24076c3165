// The usual alternatives, each in a process of its own: `node peers.mjs NAME COUNT FOLDER` prints seconds.
import { encode, thingpark } from '@claimtag/core'
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { device } from './devices.mjs'

const codes = (count) =>
  Array.from({ length: count }, (_, i) => ({ ...device(i), code: encode(device(i), thingpark) }))
/** Ten dots for each of the 45 modules of a version 5 symbol with its quiet zone. */
const SIDE = 450

const PEERS = {
  async toFileLoop(devices, folder) {
    const { default: qrcode } = await import('qrcode')
    for (const { devEui, code } of devices)
      await qrcode.toFile(join(folder, `${devEui}.png`), code, { width: SIDE })
  },
  async qrcodeAndSharp(devices, folder) {
    const { default: qrcode } = await import('qrcode')
    const { default: sharp } = await import('sharp')
    for (const { devEui, joinEui, serialNumber, code } of devices) {
      const symbol = await qrcode.toBuffer(code, { width: 270 })
      const text = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300" font-family="monospace" font-size="24">
        <text x="300" y="75">${devEui}</text><text x="300" y="150">${joinEui}</text><text x="300" y="225">${serialNumber}</text></svg>`
      await sharp({ create: { width: 600, height: 300, channels: 3, background: '#fff' } })
        .composite([
          { input: symbol, left: 10, top: 10 },
          { input: Buffer.from(text), left: 0, top: 0 },
        ])
        .png()
        .toFile(join(folder, `${devEui}.png`))
    }
  },
  zintBatch(devices, folder) {
    const list = join(folder, 'codes.txt')
    writeFileSync(list, devices.map(({ code }) => `${code}\n`).join(''))
    // --scale counts pixels of a module in halves.
    command('zint', [
      '--batch',
      '-b',
      '58',
      '--secure=2',
      '--scale=5',
      '--filetype=png',
      '-i',
      list,
      '-o',
      join(folder, '~~~~~~~~.png'),
    ])
  },
  qrencodeOnTwoCores(devices, folder) {
    const list = devices.map(({ devEui, code }) => `-o\n${join(folder, devEui)}.png\n${code}\n`).join('')
    command('xargs', ['-P2', '-d', '\n', '-n', '3', 'qrencode', '-l', 'M', '-s', '10'], list)
  },
  segnoLoop(devices, folder) {
    const script = `import sys, segno, os
for line in sys.stdin:
    name, code = line.rstrip().split('\\t')
    segno.make_qr(code, error='m').save(os.path.join(sys.argv[1], name + '.png'), scale=10)`
    // The distribution's Python first: a packaged segno belongs to it.
    const python = ['/usr/bin/python3', 'python3'].find(
      (candidate) => spawnSync(candidate, ['-c', 'import segno']).status === 0,
    )
    if (python === undefined) throw new Error('segno is not installed')
    command(
      python,
      ['-c', script, folder],
      devices.map(({ devEui, code }) => `${devEui}\t${code}\n`).join(''),
    )
  },
}

function command(name, args, input) {
  const { status, error, stderr } = spawnSync(name, args, { input, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (error ?? status !== 0) throw new Error(`${name}: ${error?.message ?? stderr.trim().split('\n').at(-1)}`)
}

const [, , name, count, folder] = process.argv
const devices = codes(Number(count))
mkdirSync(folder, { recursive: true })
const began = process.hrtime.bigint()
try {
  await PEERS[name](devices, folder)
  process.stdout.write(JSON.stringify({ seconds: Number(process.hrtime.bigint() - began) / 1e9 }))
} catch (error) {
  process.stdout.write(JSON.stringify({ missing: error.message }))
}
