// Options of the commands that work with issued codes.
import { COMMON, DPI, FORCE, FORMAT, TEMPLATE, type Flag } from './shared-flags.ts'

const STORE: readonly Flag[] = [
  {
    flags: '--store <file|address>',
    description: 'where codes are kept: a file (codes.sqlite), or postgres://…',
  },
  {
    flags: '--keys <file>',
    description: 'the keys that seal the tokens (the name of the store and .keys)',
  },
  { flags: '--realm <name>', description: 'whose codes, where several makers share a store' },
]
const NEW_KEYS: Flag = {
  flags: '--new-keys',
  description: 'make the keys of a PostgreSQL database that has no codes yet',
}
const LABEL: readonly Flag[] = [
  { flags: '-o, --out <file>', description: 'the label, or what is exported (- is stdout)' },
  { flags: '-a, --as <kind>', description: "kind of the label, where its file's name does not say it" },
  FORCE,
  TEMPLATE,
  DPI,
]
const REVEAL = { flags: '--reveal', description: 'show the text of the code, which holds the ownerToken' }

/** Options of `generate` that take tokens from a store. */
export const ONLINE: readonly Flag[] = [
  {
    flags: '--online',
    description: 'take the tokens from the store of codes; devices that have no code yet get one',
  },
  ...STORE,
  NEW_KEYS,
]

const DEVICE: readonly Flag[] = [
  { flags: '--join-eui <eui>', description: 'the JoinEUI (AppEUI) of the device' },
  { flags: '--serial-number <text>', description: 'its serial number' },
  {
    flags: '--field <name=value>',
    repeats: true,
    description: 'any other field: of the code where the format has a place for it, otherwise only printed',
  },
]

export const ISSUE: readonly Flag[] = [...DEVICE, ...STORE, NEW_KEYS, ...LABEL, REVEAL, FORMAT, ...COMMON]

export const IMPORT: readonly Flag[] = [...STORE, NEW_KEYS, FORMAT]

export const CODES: readonly Flag[] = [
  ...STORE,
  ...LABEL,
  REVEAL,
  { flags: '--reason <text>', description: 'why, for the record' },
  ...DEVICE,
  { flags: '--new-key', description: 'rewrap: seal with a new key from now on' },
  FORMAT,
  ...COMMON,
]
