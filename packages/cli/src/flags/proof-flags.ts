// Options of the commands that tell others of a finished job.
import { type CommandSpec, GROUPS } from './command-spec.ts'
import { COLUMN, COMMON, FORCE, IDS, STORAGE, VISIBLE, type Flag } from './shared-flags.ts'

const REPORT: readonly Flag[] = [
  { flags: '-o, --out <file>', description: 'where it goes: a .pdf or a .json file (report.pdf)' },
  FORCE,
  { flags: '--no-verify', description: 'do not read all labels again first; the report says so' },
  {
    flags: '--line <folder>',
    repeats: true,
    description:
      'the folder of a station (claimtag line --folder) that printed labels of the job: its log, too',
  },
  ...COMMON,
]

const EXPORT: readonly Flag[] = [
  { flags: '--for <target>', description: 'who imports it: thingpark, the-things-stack, chirpstack or csv' },
  { flags: '-o, --out <file>', description: 'where it goes (- is stdout)' },
  FORCE,
  {
    flags: '--tokens <devices>',
    repeats: true,
    description:
      'file of devices with the tokens, which the job does not keep: for the-things-stack and csv; the file is then a secret',
  },
  COLUMN,
  IDS,
  VISIBLE,
  {
    flags: '--settings <file>',
    description: 'a JSON document with what follows, deviceProfiles by JoinEUI too',
  },
  { flags: '--device-profile <id>', description: 'thingpark, chirpstack: the device profile' },
  { flags: '--connectivity-plan <id>', description: 'thingpark: the Connectivity Plan' },
  { flags: '--routing-profile <id>', description: 'thingpark: the AS Routing Profile' },
  { flags: '--application <id>', description: 'chirpstack: the application' },
  { flags: '--lorawan-version <version>', description: 'the-things-stack: MAC_V1_0_3 …' },
  { flags: '--phy-version <version>', description: 'the-things-stack: PHY_V1_0_3_REV_A …' },
  { flags: '--frequency-plan <id>', description: 'the-things-stack: EU_863_870_TTN …' },
  { flags: '--class-c', description: 'the-things-stack: the devices are of class C' },
  { flags: '--name <pattern>', description: 'of a device, with {devEui} and {serialNumber} ({devEui})' },
  ...COMMON,
]

/** The commands that prove what was made, and hand it over. */
export const PROOF_COMMANDS = {
  verify: {
    name: 'verify',
    group: GROUPS.proof,
    arguments: '[folder]',
    description: 'read all labels of a finished job again and find changed, missing and additional ones',
    flags: [...STORAGE, ...COMMON],
    examples: ['claimtag verify labels'],
  },
  report: {
    name: 'report',
    group: GROUPS.proof,
    arguments: '[folder]',
    description:
      'write what an auditor or a customer asks of a finished job, as PDF or JSON, after verifying it; without any token',
    flags: REPORT,
    examples: ['claimtag report labels', 'claimtag report labels --out report.json'],
  },
  export: {
    name: 'export',
    group: GROUPS.proof,
    arguments: '[folder]',
    description: 'write the devices of a finished job as the file that a network side imports',
    flags: EXPORT,
    examples: [
      'claimtag export labels --for thingpark --settings thingpark.json --out import.csv',
      'claimtag export labels --for the-things-stack --settings stack.json --tokens devices.csv --out import.json',
      'claimtag export labels --for csv --out handed-over.csv',
    ],
  },
} as const satisfies Record<string, CommandSpec>
