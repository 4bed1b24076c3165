import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'

/** The same devices every time. */
export function device(index) {
  return {
    devEui: (0x70b3d57ed1000000n + BigInt(index)).toString(16).toUpperCase(),
    joinEui: '70B3D57ED0000001',
    ownerToken: createHash('md5').update(`token ${index}`).digest('base64'),
    serialNumber: `26W47-${String(index).padStart(7, '0')}`,
  }
}

export function writeDevices(path, count) {
  const file = openSync(path, 'w')
  writeSync(file, 'devEui,appEui,ownerToken,serialNumber\n')
  for (let from = 0; from < count; from += 10_000) {
    let text = ''
    for (let index = from; index < Math.min(count, from + 10_000); index++) {
      text += `${Object.values(device(index)).join(',')}\n`
    }
    writeSync(file, text)
  }
  closeSync(file)
}
