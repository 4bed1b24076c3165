import {
  FORMAT,
  TEMPLATE,
  STOCK,
  VISIBLE,
  DPI,
  IDS,
  COLUMN,
  FORCE,
  PRINTING,
  COMMON,
  type Flag,
} from './shared-flags.ts'

import { CODES, IMPORT, ISSUE } from './code-flags.ts'

export interface CommandSpec {
  readonly name: string
  /** Heading in the help, named for the people who use the command. */
  readonly group: string
  readonly arguments: string
  readonly description: string
  readonly flags: readonly Flag[]
  readonly examples: readonly string[]
}

export const GROUPS = {
  labels: 'Labels:',
  printers: 'Printers and the line:',
  codes: 'Codes:',
  formats: 'Formats and templates:',
  setup: 'Setting up:',
} as const

/** The commands, their help, the shells' completion and the README are made from this table. */
export const COMMANDS = {
  generate: {
    name: 'generate',
    group: GROUPS.labels,
    arguments: '[devices...]',
    description:
      'make verified labels of a file of devices (CSV, XLSX, ODS, NDJSON, JSON; - is stdin), or of several as one',
    flags: [
      {
        flags: '-o, --out <folder>',
        description: 'where the labels go; - is stdout, for one kind of output and without resuming',
      },
      COLUMN,
      FORMAT,
      TEMPLATE,
      DPI,
      IDS,
      VISIBLE,
      {
        flags: '-a, --as <kinds>',
        description:
          'png, svg, pdf, zpl, zpl-native, tspl, escpos, epl2, brother or csv, several with commas',
      },
      { flags: '--to <address>', description: 'then print the labels: tcp://host:9100' },
      ...PRINTING,
      { flags: '--skip-bad-rows', description: 'label the sound rows although others are refused' },
      {
        flags: '--add',
        description: 'label the devices that have no label yet in the folder of a finished job',
      },
      {
        flags: '--strict',
        description: 'refuse a folder that other users may look into, instead of closing it',
      },
      { flags: '--verify <mode>', description: 'read back all labels, sample:N (every N-th) or none' },
      { flags: '--pack <kind>', description: 'zip: label files into one archive' },
      { flags: '--volume <labels>', description: 'labels a PDF; without it, one holds them all' },
      {
        flags: '--no-csv-guard',
        description: 'payload CSV without the apostrophe before cells that a spreadsheet would run',
      },
      {
        flags: '--cartons <devices>',
        description: 'a label for every so many devices, behind theirs, without any code that claims one',
      },
      {
        flags: '--carton-template <name|file>',
        description: 'template of these: a built-in one (carton-100x50) or a document (.json)',
      },
      {
        flags: '--start <place>',
        description: 'first place to use of a sheet that was begun, row by row (1)',
      },
      {
        flags: '--offset <x,y>',
        description: 'move what is on a sheet, in mm, for a printer that pulls it askew',
      },
      { flags: '--cut-marks', description: 'lines in the margins of a sheet where to cut' },
      {
        flags: '--media <name>',
        description: 'stock in a Brother QL: 62x29, 29 (a roll) …; the label size decides',
      },
      {
        flags: '--head-dots <dots>',
        description: "dots across that the printer's head prints, or 58mm or 80mm: wider labels are refused",
      },
      { flags: '--workers <number>', description: 'threads, up to 4 a core; 0 works in one' },
      {
        flags: '--chunk <rows>',
        description:
          'rows that are made, synced and journaled as one (500, at most 10,000); what a power cut costs',
      },
      { flags: '--dry-run', description: 'check everything, write nothing' },
      ...COMMON,
    ],
    examples: [
      'claimtag generate devices.csv --out labels',
      'claimtag generate monday.csv tuesday.xlsx --out labels',
      'claimtag generate devices.csv --out labels --as png,svg --dpi 300',
      'claimtag generate devices.csv --out labels --as pdf --template sheet-a4-l7160 --start 4',
      'claimtag generate devices.csv --out - --as zpl > /dev/usb/lp0',
    ],
  },
  print: {
    name: 'print',
    group: GROUPS.printers,
    arguments: '[folder]',
    description: 'print the labels of a finished job, or those of some devices, or give the bytes of one',
    flags: [
      {
        flags: '--to <address>',
        description:
          'the printer: tcp://host:9100, usb:///dev/usb/lp0, serial:///dev/ttyUSB0?baud=9600, lp://QUEUE, file://NAME',
      },
      { flags: '-a, --as <kind>', description: 'zpl (default) or tspl at a printer; any kind in a file' },
      { flags: '-o, --out <file>', description: 'write one label there instead (- is stdout)' },
      FORCE,
      { flags: '--dev-eui <devEui...>', description: 'only these devices' },
      { flags: '--reprint', description: 'print them again although they were sent before' },
      { flags: '--reason <text>', description: 'why, for audit.ndjson' },
      ...PRINTING,
      {
        flags: '--devices <file>',
        repeats: true,
        description: 'draw the labels again; they have to be the same',
      },
      COLUMN,
      VISIBLE,
      FORMAT,
      TEMPLATE,
      DPI,
      ...COMMON,
    ],
    examples: [
      'claimtag print labels --to tcp://192.0.2.7',
      'claimtag print labels --to tcp://192.0.2.7 --dev-eui 70B3D57ED00A0004 --reprint --reason "label torn"',
      'claimtag print labels --dev-eui 70-B3-D5-7E-D0-0A-00-04 --as png --out label.png',
    ],
  },
  decode: {
    name: 'decode',
    group: GROUPS.codes,
    arguments: '<codes...>',
    description: 'read codes: texts, pictures (PNG, JPEG), or - for stdin',
    flags: [{ ...FORMAT, description: "a maker's format to read beside the built-in ones" }, ...COMMON],
    examples: ['claimtag decode labels/*.png --json', 'claimtag decode - < scanned.txt'],
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
    arguments: '<action> [name]',
    description:
      'list; show or revoke DEVEUI; export tokens; rewrap with a new key; reconcile FILE with the store',
    flags: [...CODES, COLUMN, IDS, VISIBLE],
    examples: [
      'claimtag codes list --json',
      'claimtag codes show 70B3D57ED00A0004 --out label.png',
      'claimtag codes revoke 70B3D57ED00A0004 --reason "device scrapped"',
      'claimtag codes export --out tokens.csv --reason "for the Join Server"',
      'claimtag codes rewrap --new-key',
      'claimtag codes reconcile join-server-export.csv',
    ],
  },
  verify: {
    name: 'verify',
    group: GROUPS.labels,
    arguments: '[folder]',
    description: 'read all labels of a finished job again and find changed, missing and additional ones',
    flags: COMMON,
    examples: ['claimtag verify labels'],
  },
  plan: {
    name: 'plan',
    group: GROUPS.labels,
    arguments: '[devices...]',
    description: 'say what a label will be, in dots and millimetres, before anything is drawn',
    flags: [COLUMN, FORMAT, TEMPLATE, STOCK, DPI, IDS, VISIBLE, ...COMMON],
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
