import { FORMAT, TEMPLATE, STOCK, VISIBLE, DATE, DPI, IDS, COLUMN, FORCE, COMMON } from './shared-flags.ts'
import { CODES, IMPORT, ISSUE } from './code-flags.ts'
import { GENERATE, MERGE, PLAN_SHARDS, PRINT } from './job-flags.ts'
import { LINE } from './line-flags.ts'
import { type CommandSpec, GROUPS } from './command-spec.ts'
import { PROOF_COMMANDS } from './proof-flags.ts'
import { PORTAL_COMMANDS } from './portal-commands.ts'

/** The commands, their help, the shells' completion and the README are made from this table. */
export const COMMANDS = {
  generate: {
    name: 'generate',
    group: GROUPS.labels,
    arguments: '[devices...]',
    description:
      'make verified labels of a file of devices (CSV, XLSX, ODS, Parquet, NDJSON, JSON; - is stdin), or of several as one',
    flags: GENERATE,
    examples: [
      'claimtag generate devices.csv --out labels',
      'claimtag generate monday.csv tuesday.xlsx --out labels',
      'claimtag generate devices.csv --out labels --as png,svg --dpi 300',
      'claimtag generate devices.csv --out labels --as pdf --template sheet-a4-l7160 --start 4',
      'claimtag generate devices.csv --out - --as zpl > /dev/usb/lp0',
      'claimtag generate s3://factory/devices.csv --out s3://factory/labels',
      'claimtag generate devices-without-tokens.csv --online --out labels',
    ],
  },
  'plan-shards': {
    name: 'plan-shards',
    group: GROUPS.labels,
    arguments: '<devices...>',
    description: 'check a file of devices once, and cut it into shards that many machines label',
    flags: PLAN_SHARDS,
    examples: [
      'claimtag plan-shards devices.csv --of 16 --as zpl --out plan',
      'claimtag generate devices.csv --plan plan/shards.json --shard 3/16 --out shards',
      'claimtag merge shards --plan plan/shards.json --out labels',
    ],
  },
  merge: {
    name: 'merge',
    group: GROUPS.labels,
    arguments: '<shards...>',
    description: 'make one verified job of all shards of a plan, with the bytes that one machine makes',
    flags: MERGE,
    examples: ['claimtag merge shards --plan plan/shards.json --out labels'],
  },
  print: {
    name: 'print',
    group: GROUPS.printers,
    arguments: '[folder]',
    description: 'print the labels of a finished job, or those of some devices, or give the bytes of one',
    flags: PRINT,
    examples: [
      'claimtag print labels --to tcp://192.0.2.7',
      'claimtag print labels --to tcp://192.0.2.7 --dev-eui 70B3D57ED00A0004 --reprint --reason "label torn"',
      'claimtag print labels --dev-eui 70-B3-D5-7E-D0-0A-00-04 --as png --out label.png',
    ],
  },
  line: {
    name: 'line',
    group: GROUPS.printers,
    arguments: '[source...]',
    description:
      'a station at a production line: label each device that arrives, from a finished job, a file of devices or the store',
    flags: LINE,
    examples: [
      'claimtag line labels --to tcp://192.0.2.7 --check --operator Ada',
      'claimtag line devices.csv --to usb:///dev/usb/lp0 --cartons 10 --pallets 20',
      'claimtag line --online --to lp://Zebra --arrivals serial:///dev/ttyUSB0',
      'claimtag line labels --to tcp://192.0.2.7 --listen 127.0.0.1:7070 --language de',
    ],
  },
  decode: {
    name: 'decode',
    group: GROUPS.codes,
    arguments: '<codes...>',
    description:
      'read codes: texts, pictures, files of labels (PDF, ZPL, ZIP …), text files of one code a line, or - for stdin',
    flags: [{ ...FORMAT, description: "a maker's format to read beside the built-in ones" }, ...COMMON],
    examples: [
      'claimtag decode labels/*.png --json',
      'claimtag decode labels/labels.pdf photo.jpg scanned.txt',
      'claimtag decode - < scanned.txt',
    ],
  },
  issue: {
    name: 'issue',
    group: GROUPS.codes,
    arguments: '<devEui>',
    description: 'issue the one code of a device, with a random token, and make its label',
    flags: ISSUE,
    examples: ['claimtag issue 70B3D57ED00A0004 --join-eui 70B3D57ED0000002 --out label.png'],
  },
  import: {
    name: 'import',
    group: GROUPS.codes,
    arguments: '[devices]',
    description: 'take devices whose tokens are known into the store of codes',
    flags: [...IMPORT, COLUMN, IDS, VISIBLE, ...COMMON],
    examples: ['claimtag import tokens.csv', 'claimtag import tokens.csv --store postgres://maker@db/codes'],
  },
  codes: {
    name: 'codes',
    group: GROUPS.codes,
    arguments: '<action> [names...]',
    description:
      'list; show, reissue or revoke DEVEUI; export tokens; rewrap with a new key; reconcile FILE with the store',
    flags: [...CODES, COLUMN, IDS, VISIBLE],
    examples: [
      'claimtag codes list --json',
      'claimtag codes show 70B3D57ED00A0004 --out label.png',
      'claimtag codes reissue 70B3D57ED00A0004 --reason "label lost" --out label.png',
      'claimtag codes revoke 70B3D57ED00A0004 --reason "device scrapped"',
      'claimtag codes export --out tokens.csv --reason "for the Join Server"',
      'claimtag codes rewrap --new-key',
      'claimtag codes reconcile join-server-export.csv',
    ],
  },
  ...PORTAL_COMMANDS,
  ...PROOF_COMMANDS,
  plan: {
    name: 'plan',
    group: GROUPS.labels,
    arguments: '[devices...]',
    description: 'say what a label will be, in dots and millimetres, before anything is drawn',
    flags: [COLUMN, FORMAT, TEMPLATE, STOCK, DPI, DATE, IDS, VISIBLE, ...COMMON],
    examples: ['claimtag plan --stock 25x25 --dpi 300', 'claimtag plan devices.csv --format tr005 --json'],
  },
  preview: {
    name: 'preview',
    group: GROUPS.labels,
    arguments: '[devices...]',
    description:
      'show the first label in the terminal, and those of the longest values, or the first as a picture',
    flags: [
      { flags: '-o, --out <file>', description: 'write it as PNG there instead (- is stdout)' },
      FORCE,
      COLUMN,
      FORMAT,
      TEMPLATE,
      STOCK,
      DPI,
      DATE,
      IDS,
      VISIBLE,
      ...COMMON,
    ],
    examples: ['claimtag preview devices.csv', 'claimtag preview devices.csv --out label.png'],
  },
  printers: {
    name: 'printers',
    group: GROUPS.printers,
    arguments: '',
    description: 'list the queues, the printers on USB and the serial ports of this machine, for --to',
    flags: COMMON,
    examples: [],
  },
  formats: {
    name: 'formats',
    group: GROUPS.formats,
    arguments: '',
    description: 'list the payload formats that come with claimtag',
    flags: COMMON,
    examples: [],
  },
  compile: {
    name: 'compile',
    group: GROUPS.formats,
    arguments: '<format>',
    description:
      'write a format (a name, or a document) as a module of data for a decoder without a compiler',
    flags: [
      {
        flags: '-o, --out <file>',
        description: 'the module: .js, or .ts with its type; stdout when left out',
      },
      FORCE,
      ...COMMON,
    ],
    examples: ['claimtag compile acme.json --out acme.js'],
  },
  vectors: {
    name: 'vectors',
    group: GROUPS.formats,
    arguments: '<format>',
    description: 'write texts that prove a decoder in another language, with what is to come of each',
    flags: [
      { flags: '-o, --out <file>', description: 'the JSON file; stdout when left out' },
      FORCE,
      ...COMMON,
    ],
    examples: ['claimtag vectors acme.json --out acme.vectors.json'],
  },
  templates: {
    name: 'templates',
    group: GROUPS.formats,
    arguments: '',
    description: 'list the built-in label templates, with pictures in a terminal',
    flags: [
      { flags: '--show <name>', description: 'write one as JSON on stdout, to start from' },
      FORMAT,
      DPI,
      ...COMMON,
    ],
    examples: ['claimtag templates', 'claimtag templates --show device-50x25 > mine.json'],
  },
  init: {
    name: 'init',
    group: GROUPS.setup,
    arguments: '',
    description: 'write a claimtag.config.json to start from',
    flags: [FORCE, ...COMMON],
    examples: [],
  },
  completion: {
    name: 'completion',
    group: GROUPS.setup,
    arguments: '<shell>',
    description: 'print the completion script for bash, zsh or fish',
    flags: [],
    examples: ['claimtag completion bash >> ~/.bashrc'],
  },
} as const satisfies Record<string, CommandSpec>

export type CommandName = keyof typeof COMMANDS
