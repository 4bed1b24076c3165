import type { Headings } from '../device-field.ts'
import type { Role } from './columns.ts'

/**
 * The columns of ThingPark's import of devices, which has no line of names: A command, B DevEUI or onboarding tag, E
 * JoinEUI, F AppKey … (ThingPark Wireless 7.2, batch file of the network server).
 */
const COLUMNS: ReadonlyMap<string, Role> = new Map(
  Object.entries<Role>({
    A: { column: 'CMD' },
    B: { field: 'devEui' },
    C: { column: 'DevAddr' },
    D: { column: 'Device Profile ID' },
    E: { field: 'joinEui' },
    F: { key: 'AppKey' },
    H: { column: 'Connectivity Plan ID' },
    I: { column: 'AS Routing Profile ID' },
    K: { column: 'Name' },
    R: { column: 'HSM Group ID' },
  }),
)

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')

export const THINGPARK_ROLES: readonly Role[] = LETTERS.map(
  (letter) => COLUMNS.get(letter) ?? { column: letter },
)

export const THINGPARK_HEADINGS: Headings = { devEui: 'DevEUI', joinEui: 'JoinEUI' }

/** The columns that have a name. */
export const THINGPARK_COLUMNS = [...COLUMNS.values()].flatMap((role) =>
  'column' in role ? [{ name: role.column }] : [],
)

/** Whether the rows are commands of that import, with only comments above them. */
export function isThingparkImport(rows: readonly (readonly string[])[]): boolean {
  const first = rows.find(([cell = '']) => !cell.trim().startsWith('#'))
  return first?.[0]?.trim().toUpperCase() === 'CREATE_OTAA'
}
