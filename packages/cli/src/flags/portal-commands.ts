// The commands that work with the servers of a portal.
import { type CommandSpec, GROUPS } from './command-spec.ts'
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

const QUEUE: Flag = {
  flags: '--queue <file|url>',
  description: 'the queue of devices: a file of SQLite, postgres://… or redis://…',
}
const REALM: Flag = { flags: '--realm <name>', description: 'whose devices: a tenant of the portal' }

const PROVISION: readonly Flag[] = [
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
  { flags: '--again', description: 'provision devices again that were released' },
  { flags: '--dry-run', description: 'check everything, and claim nothing' },
  { flags: '--concurrency <number>', description: 'devices at once (4)' },
  { flags: '--attempts <number>', description: 'how often a step is tried that may succeed later (8)' },
  { ...QUEUE, description: 'add the devices there instead, for claimtag fleet work' },
  REALM,
  { flags: '--priority <number>', description: 'in the queue: 1 comes first, 1000 last (100)' },
  { ...FORMAT, description: "a maker's format to read beside the built-in ones" },
  ...REST,
]

const RELEASE: readonly Flag[] = [
  CONFIG,
  STATE,
  { ...QUEUE, description: 'of a device that was provisioned over a queue' },
  REALM,
  ...REST,
]

const FLEET: readonly Flag[] = [
  QUEUE,
  REALM,
  { flags: '--watch', description: 'status: look every second, until it is stopped' },
  { flags: '--listen <address>', description: 'serve a page for operators: 127.0.0.1:7080' },
  { flags: '--expose', description: 'serve it at an address that others can reach, without a password' },
  { ...CONFIG, description: "work: the portal's document, portal.json" },
  { ...STATE, description: 'work: where the keys are kept, as for claimtag provision' },
  { flags: '--concurrency <number>', description: 'work: devices at once (8)' },
  {
    flags: '--rate <number>',
    description: 'work: requests a second to each server, of all workers together (10); the same for all',
  },
  {
    flags: '--jitter <milliseconds>',
    description:
      'work: how much longer one request may be on its way than another, so that the rate holds (75)',
  },
  { flags: '--attempts <number>', description: 'work: attempts of a device before it is dead (20)' },
  { flags: '--until-empty', description: 'work: end when nothing is left' },
  ...REST,
]

const CHECK_CONFIG: readonly Flag[] = [
  CONFIG,
  { flags: '--offline', description: 'look at the document alone, and ask no server' },
  ...REST,
]

export const PORTAL_COMMANDS = {
  provision: {
    name: 'provision',
    group: GROUPS.portal,
    arguments: '<codes...>',
    description:
      'claim the devices of codes (texts, pictures, files of labels, lists, or - for stdin), and provision them',
    flags: PROVISION,
    examples: [
      'claimtag provision photo.jpg --config portal.json',
      'claimtag provision - --config portal.json --routing-profile busit < scanned.txt',
      'claimtag provision labels/labels.pdf --config portal.json --dry-run',
    ],
  },
  release: {
    name: 'release',
    group: GROUPS.portal,
    arguments: '<devEui>',
    description: 'take a device back from the servers, as far as they allow, and say what stays',
    flags: RELEASE,
    examples: ['claimtag release 70B3D57ED00A0004 --config portal.json'],
  },
  fleet: {
    name: 'fleet',
    group: GROUPS.portal,
    arguments: '[action] [devEuis...]',
    description:
      'status, work, pause, resume, drain, retry, serve: a queue of devices, worked off by any number of processes',
    flags: FLEET,
    examples: [
      'claimtag provision scanned.txt --config portal.json --queue queue.sqlite',
      'claimtag fleet work --config portal.json --queue queue.sqlite --rate 50',
      'claimtag fleet status --queue postgres://db.example.com/portal --watch',
      'claimtag fleet --listen 127.0.0.1:7080 --queue queue.sqlite',
      'claimtag fleet retry 70B3D57ED00A0004 --queue queue.sqlite',
    ],
  },
  config: {
    name: 'config',
    group: GROUPS.portal,
    arguments: '<action> [file]',
    description: "check: whether a portal's document is sound, and whether its servers know what it names",
    flags: CHECK_CONFIG,
    examples: ['claimtag config check portal.json', 'claimtag config check portal.json --offline'],
  },
} as const satisfies Record<string, CommandSpec>
