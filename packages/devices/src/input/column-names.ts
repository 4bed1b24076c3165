import type { DeviceField } from '../device-field.ts'

/** Other spellings, in small letters and without anything but letters and digits. */
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

/** How messages call the columns of a field. */
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

/** What a name says of its column: a field of the device, or the text of a whole code. */
export interface NamedColumn {
  readonly holds: DeviceField | 'tag'
  /** Whether nothing had to be taken off the name: of two columns, such a one is meant. */
  readonly isExact: boolean
}

/** The usual names of a field. */
export function shownNames(field: DeviceField): readonly string[] {
  return SHOWN[field]
}

/** What the name of a column says: as it stands, or without unit, star, bracket and the like. */
export function namedColumn(name: string): NamedColumn | undefined {
  const exact = NAMED.get(lettersOf(name))
  if (exact !== undefined) return { holds: exact, isExact: true }
  // Its bytes stand in reverse, as in the source of a device.
  if (/lsb|little|revers/i.test(name)) return undefined
  const holds = heldBy(insidePath(name)) ?? heldByAll(name.split(/\/|\||,|\bor\b/i))
  return holds === undefined ? undefined : { holds, isExact: false }
}

/** What all of several names say, when they say the same: `JoinEUI/AppEUI`; or a DevEUI that may be a tag. */
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

/** Where The Things Stack and ChirpStack put a device's values: `ids.dev_eui`, `tags.SerialNo`, `….value`. */
const CONTAINERS = /^(?:(?:ids|tags|variables|lora_alliance_profile_ids)\.)+|\.value$/g

function insidePath(name: string): string {
  return name.replace(CONTAINERS, '')
}

/** Characters that cannot be seen; copying from a web page or a chat brings them along. */
export const INVISIBLE = /[\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/g

/** `N° de série` → `ndeserie`. */
function lettersOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}
