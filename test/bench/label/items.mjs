/** Devices for the benchmark, all different, always the same: CODE, DevEUI, AppEUI and serial number, tabs between. */
export function labelItems(count) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  let state = 1
  const next = () => (state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0) >>> 8
  return Array.from({ length: count }, (_, index) => {
    const devEui = (0x70b3d57ed00a0000n + BigInt(index * 5)).toString(16).toUpperCase()
    const appEui = '70B3D57ED0000002'
    const token = Array.from({ length: 26 }, () => letters[next() % 32]).join('')
    const serial = `26W47-${String(index).padStart(5, '0')}`
    const check = (next() % 65_536).toString(16).toUpperCase().padStart(4, '0')
    return [`LW:D0:${appEui}:${devEui}:00000000:O${token}:C${check}`, devEui, appEui, serial].join('\t')
  })
}
