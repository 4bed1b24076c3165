import { createHash } from 'node:crypto'

export interface SampleDevice {
  readonly devEui: string
  readonly appEui: string
  readonly ownerToken: string
  readonly serialNumber: string
}

/** An invented device, the same one for the same number. */
export function sampleDevice(index: number): SampleDevice {
  return {
    devEui: (0x70b3d57ed0100000n + BigInt(index)).toString(16).toUpperCase(),
    appEui: '70B3D57ED0000001',
    ownerToken: createHash('md5').update(`token ${index}`).digest('base64'),
    serialNumber: `26W47-${String(index).padStart(5, '0')}`,
  }
}

export function sampleDevices(count: number): readonly SampleDevice[] {
  return Array.from({ length: count }, (_, index) => sampleDevice(index))
}

export function csvOf(devices: readonly SampleDevice[]): string {
  const lines = devices.map(({ devEui, appEui, ownerToken, serialNumber }) =>
    [devEui, appEui, ownerToken, serialNumber].join(','),
  )
  return `devEui,appEui,ownerToken,serialNumber\n${lines.join('\n')}\n`
}
