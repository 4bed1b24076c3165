// Written by .config/compiled-formats.mjs from the built-in formats of @claimtag/core.
import type { CompiledFormat } from '@claimtag/core/reader'


export const thingpark: CompiledFormat = { layout: 1, id: 'thingpark', prefix: 'LW:D0:', rules: [[[[['joinEui', 0, 16, 16]]], [[['devEui', 0, 16, 16]]], [[['vendorId', 0, 4, 4, 0, 4], ['vendorProfileId', 0, 4, 4, 4, 8]], '', 0, '00000000', 8, 8, 'vendorProfileId']], ':', ':', 0, 0, [[[['ownerToken', 1, 0, 0, 0, 0, 0, 0, [['base32', 5, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 'one more or one less'], ['base64', 6, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 'a multiple of 4', 1], 1, 128]]], 'O', 1], [[['serialNumber', 2, 1, 4296]], 'S'], [[['proprietary', 2, 1, 4296, 3, 0, 0, 0, 0, 0, '-'], ['B32', 3, 0, 0, 0, 3]], 'P', 1, 0, 3, 4300]], 1, 'C', 1], mark: ':PB32' }
export const tr005: CompiledFormat = { layout: 1, id: 'tr005', prefix: 'LW:D0:', rules: [[[[['joinEui', 0, 16, 16]]], [[['devEui', 0, 16, 16]]], [[['vendorId', 0, 4, 4, 0, 4], ['vendorProfileId', 0, 4, 4, 4, 8]], '', 0, '00000000', 8, 8, 'vendorProfileId']], ':', ':', 0, 0, [[[['ownerToken', 2, 1, 128]], 'O'], [[['serialNumber', 2, 1, 4296]], 'S'], [[['proprietary', 2, 1, 4296, 0, 0, 0, 0, 0, ['B32', 'B32-*']]], 'P']], 1, 'C'] }
export const thingparkBase64: CompiledFormat = { layout: 1, id: 'thingpark-base64', prefix: 'LW:D0:', rules: [[[[['joinEui', 0, 16, 16]]], [[['devEui', 0, 16, 16]]], [[['vendorId', 0, 4, 4, 0, 4], ['vendorProfileId', 0, 4, 4, 4, 8]], '', 0, '00000000', 8, 8, 'vendorProfileId']], ':', ':', 0, 0, [[[['ownerToken', 2, 0, 0, 0, 0, 0, 0, [['base64', 6, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 'a multiple of 4', 1], ['base64', 6, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 'a multiple of 4', 1], 1, 128]]], 'O', 1], [[['serialNumber', 2, 1, 4296]], 'S'], [[['proprietary', 2, 1, 4296, 0, 0, 0, 0, 0, ['B32', 'B32-*']]], 'P']], 1, 'C', 1] }
export const thingparkHex: CompiledFormat = { layout: 1, id: 'thingpark-hex', prefix: 'LW:D0:', rules: [[[[['joinEui', 0, 16, 16]]], [[['devEui', 0, 16, 16]]], [[['vendorId', 0, 4, 4, 0, 4], ['vendorProfileId', 0, 4, 4, 4, 8]], '', 0, '00000000', 8, 8, 'vendorProfileId']], ':', ':', 0, 0, [[[['ownerToken', 1, 0, 0, 1, 0, 0, 0, [['base32', 5, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 'one more or one less'], ['upper-case hex', 4, '0123456789ABCDEF', 'an even number'], 1, 128]], ['0', 3, 0, 0, 0, 1]], 'O', 1, 0, 3, 206], [[['serialNumber', 2, 1, 4296]], 'S'], [[['proprietary', 2, 1, 4296, 5, 0, 0, 0, 0, 0, '-'], ['B32-H', 3, 0, 0, 0, 5]], 'P', 1, 0, 5, 4302]], 1, 'C', 1], mark: ':PB32-H' }
export const thingparkHexLower: CompiledFormat = { layout: 1, id: 'thingpark-hex-lower', prefix: 'LW:D0:', rules: [[[[['joinEui', 0, 16, 16]]], [[['devEui', 0, 16, 16]]], [[['vendorId', 0, 4, 4, 0, 4], ['vendorProfileId', 0, 4, 4, 4, 8]], '', 0, '00000000', 8, 8, 'vendorProfileId']], ':', ':', 0, 0, [[[['ownerToken', 1, 0, 0, 1, 0, 0, 0, [['base32', 5, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 'one more or one less'], ['lower-case hex', 4, '0123456789abcdef', 'an even number'], 1, 128]], ['0', 3, 0, 0, 0, 1]], 'O', 1, 0, 3, 206], [[['serialNumber', 2, 1, 4296]], 'S'], [[['proprietary', 2, 1, 4296, 5, 0, 0, 0, 0, 0, '-'], ['B32-L', 3, 0, 0, 0, 5]], 'P', 1, 0, 5, 4302]], 1, 'C', 1], mark: ':PB32-L' }
export const thingparkBase64Url: CompiledFormat = { layout: 1, id: 'thingpark-base64url', prefix: 'LW:D0:', rules: [[[[['joinEui', 0, 16, 16]]], [[['devEui', 0, 16, 16]]], [[['vendorId', 0, 4, 4, 0, 4], ['vendorProfileId', 0, 4, 4, 4, 8]], '', 0, '00000000', 8, 8, 'vendorProfileId']], ':', ':', 0, 0, [[[['ownerToken', 1, 0, 0, 1, 0, 0, 0, [['base32', 5, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 'one more or one less'], ['base64url', 6, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 'one more or one less'], 1, 128]], ['0', 3, 0, 0, 0, 1]], 'O', 1, 0, 3, 206], [[['serialNumber', 2, 1, 4296]], 'S'], [[['proprietary', 2, 1, 4296, 5, 0, 0, 0, 0, 0, '-'], ['B32-U', 3, 0, 0, 0, 5]], 'P', 1, 0, 5, 4302]], 1, 'C', 1], mark: ':PB32-U' }
export const tr005Draft2: CompiledFormat = { layout: 1, id: 'tr005-draft2', prefix: 'URN:LW:DP:', rules: [[[[['joinEui', 0, 16, 16]]], [[['devEui', 0, 16, 16]]], [[['vendorId', 0, 4, 4, 0, 4], ['vendorProfileId', 0, 4, 4, 4, 8]], '', 0, '00000000', 8, 8, 'vendorProfileId']], ':', '%', ':', '25', [[[['ownerToken', 1, 1, 128, 0, 0, '[^$*+\\--9A-Z]', '0-9A-Z$*+./-']], 'V'], [[['serialNumber', 1, 1, 4296, 0, 0, '[^$*+\\--9A-Z]', '0-9A-Z$*+./-']], 'S'], [[['proprietary', 1, 1, 4296, 0, 0, '[^$*+\\--9A-Z]', '0-9A-Z$*+./-']], 'P']]] }
export const tr005Draft3: CompiledFormat = { layout: 1, id: 'tr005-draft3', prefix: 'URN:DEV:LW:', rules: [[[[['joinEui', 0, 16, 16]]], [[['devEui', 0, 16, 16]]], [[['vendorId', 0, 4, 4, 0, 4], ['vendorProfileId', 0, 4, 4, 4, 8]], '', 0, '00000000', 8, 8, 'vendorProfileId']], '_', '_', 0, 0, [[[['ownerToken', 1, 1, 128, 0, 0, '[^0-9A-Z]', '0-9A-Z']], 'V'], [[['serialNumber', 1, 1, 4296, 0, 0, '[^0-9A-Z]', '0-9A-Z']], 'S'], [[['proprietary', 1, 1, 4296, 0, 0, '[^0-9A-Z]', '0-9A-Z']], 'P']]] }
export const devEuiOnly: CompiledFormat = { layout: 1, id: 'dev-eui', prefix: '', rules: [[[[['devEui', 0, 16, 16]]]]] }
export const devEuiAppEui: CompiledFormat = { layout: 1, id: 'dev-eui-app-eui', prefix: '', rules: [[[[['devEui', 0, 16, 16]]], [[['joinEui', 0, 16, 16]]]], ':'] }
export const dragino: CompiledFormat = { layout: 1, id: 'dragino', prefix: '', rules: [[[[['serialNumber', 2, 1, 4296, 0, 0, '[^\\-0-9A-Za-z]', '0-9A-Za-z-']]], [[['devEui', 0, 16, 16]]], [[['joinEui', 0, 16, 16]]], [[['appKey', 2, 32, 32, 0, 0, '[^0-9A-Fa-f]', '0-9A-Fa-f', 0, 0, 0, 2]]]], ';'] }
export const sensecap: CompiledFormat = { layout: 1, id: 'sensecap', prefix: '', rules: [[[[['devEui', 0, 16, 16, 0, 16], ['joinEui', 0, 16, 16, 16, 32]], '', 0, 0, 32, 32, 'joinEui'], [[['flag', 2, 1, 4296, 0, 0, '[^0-9A-Za-z]', '0-9A-Za-z', 0, 0, 0, 1]]], [[['sku', 2, 1, 4296, 0, 0, '[^\\-0-9A-Za-z]', '0-9A-Za-z-', 0, 0, 0, 1]]], [[['serialNumber', 2, 1, 4296, 0, 0, '[^\\-0-9A-Za-z]', '0-9A-Za-z-']]]], ':'] }
export const browan: CompiledFormat = { layout: 1, id: 'browan', prefix: 'URN:LWDP:', rules: [[[[['joinEui', 0, 16, 16]]], [[['devEui', 0, 16, 16]]], [[['product', 2, 1, 4296, 0, 0, 0, 0, 0, 0, 0, 1]]], [[['ownerToken', 2, 1, 128]]]], ':'] }

/** What a decoder reads when it is told nothing else. Of two that read a code alike, the first gives its name. */
export const builtIns: readonly CompiledFormat[] = [
  thingpark,
  tr005,
  thingparkBase64,
  thingparkHex,
  thingparkHexLower,
  thingparkBase64Url,
  tr005Draft2,
  tr005Draft3,
  devEuiOnly,
  devEuiAppEui,
  dragino,
  sensecap,
  browan,
]

/** Stands in the data of each format that was compared with these. */
export const BUILT_IN_DIGEST = 'e5cd2b92'
