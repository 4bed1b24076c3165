import { formatOf } from '../format/format.ts'

/** Nothing but a DevEUI: Dragino's older devices and many others. */
export const devEuiOnly = formatOf({
  id: 'dev-eui',
  title: 'DevEUI alone',
  readOnly: true,
  fields: [{ name: 'devEui' }],
})

/** `<DevEUI>:<AppEUI>`: Tektelic. */
export const devEuiAppEui = formatOf({
  id: 'dev-eui-app-eui',
  title: 'DevEUI and AppEUI',
  readOnly: true,
  separator: ':',
  fields: [{ name: 'devEui' }, { name: 'joinEui' }],
})

/** `<serial>;<DevEUI>;<AppEUI>;<AppKey>`: Dragino's newer devices. The key is dropped with a warning. */
export const dragino = formatOf({
  id: 'dragino',
  title: 'Dragino',
  readOnly: true,
  separator: ';',
  fields: [
    { name: 'serialNumber', charset: '0-9A-Za-z-' },
    { name: 'devEui' },
    { name: 'joinEui' },
    { name: 'appKey', charset: '0-9A-Fa-f', length: 32 },
  ],
})

/** `<DevEUI><AppEUI>:<flag>:<SKU>:<serial>`: Seeed SenseCAP. */
export const sensecap = formatOf({
  id: 'sensecap',
  title: 'Seeed SenseCAP',
  readOnly: true,
  separator: ':',
  fields: [
    { run: [{ name: 'devEui' }, { name: 'joinEui' }] },
    { name: 'flag', charset: '0-9A-Za-z' },
    { name: 'sku', charset: '0-9A-Za-z-' },
    { name: 'serialNumber', charset: '0-9A-Za-z-' },
  ],
})

/** `URN:LWDP:<JoinEUI>:<DevEUI>:<product>:<token>`: Browan and TrackNet. */
export const browan = formatOf({
  id: 'browan',
  title: 'Browan, TrackNet',
  readOnly: true,
  prefix: 'URN:LWDP:',
  separator: ':',
  fields: [{ name: 'joinEui' }, { name: 'devEui' }, { name: 'product' }, { name: 'ownerToken' }],
})
