/** An option as commander writes it, and the sentence that help, completion and README show. */
interface Flag {
  readonly flags: string
  readonly says: string
}

const FORMAT = {
  flags: '-f, --format <name|file>',
  says: 'payload format: a built-in one or a document (.json)',
}
const TEMPLATE = {
  flags: '-t, --template <name|file>',
  says: 'label template: a built-in one, a size in mm (30x20) or a document (.json)',
}
const STOCK = {
  flags: '--stock <size|name>',
  says: 'the label to plan for instead of a template: 25x25 (mm), or a built-in one',
}
const DPI = { flags: '--dpi <number>', says: 'dots per inch of the printer' }
const JSON_FLAG = { flags: '--json', says: 'data as JSON on stdout, events as JSON lines on stderr' }
const QUIET = { flags: '-q, --quiet', says: 'no progress and no summary' }
const CONFIG = { flags: '-c, --config <file>', says: 'configuration instead of claimtag.config.json' }

const PRINTING: readonly Flag[] = [
  {
    flags: '--uncertain <decision>',
    says: 'labels that may or may not be on paper: hold (default), reprint, or printed when somebody has seen them',
  },
  {
    flags: '--give-up <seconds>',
    says: 'how long the printer may be out of reach (600; 10 at the beginning), busy or without paper (no end)',
  },
]

const COMMON: readonly Flag[] = [JSON_FLAG, QUIET, CONFIG]

export interface CommandSpec {
  readonly name: string
  readonly arguments: string
  readonly says: string
  readonly flags: readonly Flag[]
  readonly examples: readonly string[]
}

/** One table makes the commands, their help, the shells' completion and the README. */
export const COMMANDS = {
  generate: {
    name: 'generate',
    arguments: '[devices]',
    says: 'make verified labels of a file of devices (CSV, XLSX, NDJSON, JSON; - is stdin)',
    flags: [
      {
        flags: '-o, --out <folder>',
        says: 'where the labels go; - is stdout, for one kind of output and without resuming',
      },
      FORMAT,
      TEMPLATE,
      DPI,
      {
        flags: '-a, --as <kinds>',
        says: 'png, svg, pdf, zpl, zpl-native, tspl, escpos, epl2, brother or csv, several with commas',
      },
      { flags: '--to <address>', says: 'then print the labels: tcp://host:9100' },
      ...PRINTING,
      { flags: '--skip-bad-rows', says: 'label the sound rows although others are refused' },
      { flags: '--verify <mode>', says: 'read back all labels, sample:N (every N-th) or none' },
      { flags: '--pack <kind>', says: 'zip: label files into one archive' },
      { flags: '--volume <labels>', says: 'labels a PDF; without it, one holds them all' },
      { flags: '--start <place>', says: 'first place to use of a sheet that was begun, row by row (1)' },
      { flags: '--offset <x,y>', says: 'move what is on a sheet, in mm, for a printer that pulls it askew' },
      { flags: '--cut-marks', says: 'lines in the margins of a sheet where to cut' },
      {
        flags: '--media <name>',
        says: 'stock in a Brother QL: 62x29, 29 (a roll) …; the label size decides',
      },
      { flags: '--workers <number>', says: 'threads; 0 works in one' },
      {
        flags: '--chunk <rows>',
        says: 'rows that are made, synced and journaled as one; what a power cut costs',
      },
      { flags: '--dry-run', says: 'check everything, write nothing' },
      ...COMMON,
    ],
    examples: [
      'claimtag generate devices.csv --out labels',
      'claimtag generate devices.csv --out labels --as png,svg --dpi 300',
      'claimtag generate devices.csv --out labels --as pdf --template sheet-a4-l7160 --start 4',
      'claimtag generate devices.csv --out - --as zpl > /dev/usb/lp0',
    ],
  },
  decode: {
    name: 'decode',
    arguments: '<codes...>',
    says: 'read codes: texts, pictures (PNG, JPEG), or - for stdin',
    flags: [{ ...FORMAT, says: "a maker's format to read beside the built-in ones" }, ...COMMON],
    examples: ['claimtag decode labels/*.png --json', 'claimtag decode - < scanned.txt'],
  },
  print: {
    name: 'print',
    arguments: '[folder]',
    says: 'print the labels of a finished job, or those of some devices, or give the bytes of one',
    flags: [
      { flags: '--to <address>', says: 'the printer: tcp://host:9100' },
      { flags: '-a, --as <kind>', says: 'zpl (default) or tspl at a printer; any kind in a file' },
      { flags: '-o, --out <file>', says: 'write one label there instead (- is stdout)' },
      { flags: '--dev-eui <devEui...>', says: 'only these devices' },
      { flags: '--reprint', says: 'print them again although they were sent before' },
      { flags: '--reason <text>', says: 'why, for audit.ndjson' },
      ...PRINTING,
      {
        flags: '--devices <file>',
        says: 'draw the labels again; they have to be the same',
      },
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
  verify: {
    name: 'verify',
    arguments: '[folder]',
    says: 'read all labels of a finished job again and find changed, missing and additional ones',
    flags: COMMON,
    examples: ['claimtag verify labels'],
  },
  plan: {
    name: 'plan',
    arguments: '[devices]',
    says: 'say what a label will be, in dots and millimetres, before anything is drawn',
    flags: [FORMAT, TEMPLATE, STOCK, DPI, ...COMMON],
    examples: ['claimtag plan --stock 25x25 --dpi 300', 'claimtag plan devices.csv --format tr005 --json'],
  },
  preview: {
    name: 'preview',
    arguments: '[devices]',
    says: 'show the first label in the terminal, or as a picture',
    flags: [
      { flags: '-o, --out <file>', says: 'write it as PNG there instead (- is stdout)' },
      FORMAT,
      TEMPLATE,
      STOCK,
      DPI,
      ...COMMON,
    ],
    examples: ['claimtag preview devices.csv', 'claimtag preview devices.csv --out label.png'],
  },
  formats: {
    name: 'formats',
    arguments: '',
    says: 'list the payload formats that come with claimtag',
    flags: COMMON,
    examples: [],
  },
  init: {
    name: 'init',
    arguments: '',
    says: 'write a claimtag.config.json to start from',
    flags: COMMON,
    examples: [],
  },
  completion: {
    name: 'completion',
    arguments: '<shell>',
    says: 'print the completion script for bash, zsh or fish',
    flags: [],
    examples: ['claimtag completion bash >> ~/.bashrc'],
  },
} as const satisfies Record<string, CommandSpec>

export type CommandName = keyof typeof COMMANDS
