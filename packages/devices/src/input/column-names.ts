import type { DeviceField } from '../device-field.ts'

/** Other names of the fields, reduced to small letters and digits. */
const ALIASES: Readonly<Record<DeviceField | 'tag', readonly string[]>> = {
  devEui: ['deveui', 'deviceeui', 'eui', 'eui64', 'deveui64'],
  joinEui: ['joineui', 'appeui', 'applicationeui'],
  ownerToken: ['ownertoken', 'token', 'claimauthenticationcode', 'claimcode', 'claimtoken', 'cac'],
  vendorId: ['vendorid'],
  vendorProfileId: ['vendorprofileid', 'profileid'],
  serialNumber: [
    'serialnumber',
    'serial',
    'serialno',
    'serialnr',
    'serialnum',
    'sn',
    'snr',
    'deviceserialnumber',
    'deviceserial',
    'seriennummer',
    'seriennr',
    'numerodeserie',
    'ndeserie',
    'nodeserie',
    'serienummer',
  ],
  proprietary: ['proprietary'],
  tag: ['onboardingtag', 'qrcode', 'qrcodetext', 'qrtext', 'qrpayload', 'tr005', 'tr005code', 'lorawantag'],
}

/** Names of the fields in messages. */
const SHOWN: Readonly<Record<DeviceField, readonly string[]>> = {
  devEui: ['devEui', 'DevEUI', 'dev_eui'],
  joinEui: ['joinEui', 'AppEUI', 'app_eui', 'join_eui'],
  ownerToken: ['ownerToken', 'Owner Token', 'claim_authentication_code'],
  vendorId: ['vendorId'],
  vendorProfileId: ['vendorProfileId'],
  serialNumber: ['serialNumber', 'Serial', 'S/N', 'serial_number'],
  proprietary: ['proprietary'],
}

const NAMED = new Map(
  Object.entries(ALIASES).flatMap(([name, aliases]) =>
    aliases.map((alias) => [alias, name as DeviceField | 'tag'] as const),
  ),
)

/** The meaning of a column's name: a field of the device, or the text of a whole code. */
export interface NamedColumn {
  readonly holds: DeviceField | 'tag'
  /** Whether the name matched as it stands: of two columns of one field, this one is meant. */
  readonly isExact: boolean
}

/** The usual names of a field. */
export function shownNames(field: DeviceField): readonly string[] {
  return SHOWN[field]
}

/** The meaning of a column's name: as it stands, or without unit, star, brackets and the like. */
export function namedColumn(name: string): NamedColumn | undefined {
  const exact = NAMED.get(lettersOf(name))
  if (exact !== undefined) return { holds: exact, isExact: true }
  // The bytes of such a column are in reverse order, as in a device's source code.
  if (/lsb|little|revers/i.test(name)) return undefined
  const holds = heldBy(insidePath(name)) ?? heldByAll(name.split(/\/|\||,|\bor\b/i))
  return holds === undefined ? undefined : { holds, isExact: false }
}

/** The meaning that several names share, as in `JoinEUI/AppEUI`; or a DevEUI that may also be a tag. */
function heldByAll(names: readonly string[]): DeviceField | 'tag' | undefined {
  if (names.length < 2) return undefined
  const held = names.map((name) => heldBy(name))
  const fields = new Set(held.filter((one) => one !== 'tag'))
  if (held.includes(undefined) || fields.size > 1) return undefined
  return [...fields][0] ?? 'tag'
}

function heldBy(name: string): DeviceField | 'tag' | undefined {
  const letters = lettersOf(name.replace(/[([{<][^)\]}>]*[)\]}>]?/g, ' '))
  return NAMED.get(letters) ?? NAMED.get(letters.replace(/^lora(?:wan)?|(?:hex|msb|text)$/g, ''))
}

/**
 * Paths that The Things Stack and ChirpStack put before a device's values: `ids.dev_eui`, `tags.SerialNo`, `….value`.
 */
const CONTAINERS = /^(?:(?:ids|tags|variables|lora_alliance_profile_ids)\.)+|\.value$/g

function insidePath(name: string): string {
  return name.replace(CONTAINERS, '')
}

/** Invisible characters, which come along when text is copied from a web page or a chat. */
export const INVISIBLE = /[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/g

/** `N° de série` → `ndeserie`. */
function lettersOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}
