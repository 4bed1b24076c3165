/** Devices with codes as long as real ones, the same every time. */
export function sampleDevices(count) {
  return [...Array(count).keys()].map((device) => {
    const devEui = (0x70b3d57ed00a0000n + BigInt(device * 0x1235)).toString(16).toUpperCase()
    const fields = {
      devEui,
      appEui: '70B3D57ED0000002',
      serialNumber: `26W47-${String(device * 977).padStart(5, '0')}`,
    }
    const token = Array.from(
      { length: 26 },
      (_, at) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[(device * 7 + at * (5 + device)) % 32],
    )
    return { fields, code: `LW:D0:${fields.appEui}:${devEui}:00000000:O${token.join('')}:C1234` }
  })
}
