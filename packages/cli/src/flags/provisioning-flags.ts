// Options of the commands that work with the servers of a portal.
import { COMMON, type Flag, FORMAT } from './shared-flags.ts'

const CONFIG: Flag = {
  flags: '-c, --config <file>',
  description: "the portal's document: portal.json",
}
const REST = COMMON.filter(({ flags }) => !flags.includes('--config'))
const STATE: Flag = {
  flags: '--state <folder>',
  description: 'where the progress of devices and the keys are kept (portal.states beside portal.json)',
}

export const PROVISION: readonly Flag[] = [
  CONFIG,
  STATE,
  {
    flags: '--routing-profile <id>',
    description: 'where the data goes; asked on a terminal when there are several',
  },
  {
    flags: '--connectivity-plan <id>',
    description: "instead of the portal's, or the Network Server's default",
  },
  {
    flags: '--device-profile <id>',
    description: 'instead of the one that the AppEUI or the ProfileID leads to',
  },
  { flags: '--name <text>', description: 'what the device is called at the Network Server (its DevEUI)' },
  { flags: '--adopt', description: 'take a device that the Network Server has already as it is' },
  { flags: '--dry-run', description: 'check everything, and claim nothing' },
  { flags: '--concurrency <number>', description: 'devices at once (4)' },
  { ...FORMAT, description: "a maker's format to read beside the built-in ones" },
  ...REST,
]

export const CHECK_CONFIG: readonly Flag[] = [
  CONFIG,
  { flags: '--offline', description: 'look at the document alone, and ask no server' },
  ...REST,
]
