// Options of the commands that make and print the labels of a job.
import {
  COLUMN,
  COMMON,
  DATE,
  DPI,
  FORCE,
  FORMAT,
  IDS,
  PRINTING,
  STORAGE,
  TEMPLATE,
  VISIBLE,
  type Flag,
} from './shared-flags.ts'
import { ONLINE } from './code-flags.ts'

export const GENERATE: readonly Flag[] = [
  {
    flags: '-o, --out <folder>',
    description: 'where the labels go; - is stdout, for one kind of output and without resuming',
  },
  COLUMN,
  FORMAT,
  TEMPLATE,
  DPI,
  DATE,
  IDS,
  VISIBLE,
  {
    flags: '-a, --as <kinds>',
    description: 'png, svg, pdf, zpl, zpl-native, tspl, escpos, epl2, brother or csv, several with commas',
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
    description: 'stock in a Brother QL: 62x29, 29 (a roll), 62red (DK-22251) …; the label size decides',
  },
  {
    flags: '--head-dots <dots>',
    description:
      "dots across that the printer's head prints, or 58mm, 80mm or 104mm: wider labels are refused",
  },
  { flags: '--copies <number>', description: 'labels that the printer makes of each' },
  {
    flags: '--copies-column [name]',
    description: "column that says how many labels to print of its row's; without a name: Copies, Qty …",
  },
  {
    flags: '--darkness <number>',
    description: 'heat of the head, on the scale of the language: 0 to 30 (zpl), 0 to 15 (tspl, epl2)',
  },
  { flags: '--speed <number>', description: 'inches a second (zpl, tspl), or a step of the model (epl2)' },
  { flags: '--turn', description: 'print labels turned by 180°' },
  {
    flags: '--finish <how>',
    description: 'tear, peel or cut, what becomes of a label; cut:10 cuts after every ten (tspl)',
  },
  { flags: '--sensing <what>', description: 'gap or mark: what tells one label from the next' },
  { flags: '--workers <number>', description: 'threads, up to 4 a core; 0 works in one' },
  {
    flags: '--chunk <rows>',
    description:
      'rows that are made, synced and journaled as one (500, at most 10,000); what a power cut costs',
  },
  { flags: '--dry-run', description: 'check everything, write nothing' },
  {
    flags: '--plan <shards.json>',
    description: 'label one shard of a plan (claimtag plan-shards), which says everything else',
  },
  {
    flags: '--shard <number>',
    description:
      'which: 3 or 3/16; without it, what Kubernetes, Slurm or AWS Batch says (JOB_COMPLETION_INDEX …)',
  },
  ...ONLINE,
  ...STORAGE,
  ...COMMON,
]

/** What of `generate` is not for a plan: printing, adding, and codes from a store. */
const NOT_PLANNED = new Set(
  [...PRINTING, ...ONLINE].map(({ flags }) => flags).concat(['--to <address>', '--add', '--dry-run']),
)

export const PLAN_SHARDS: readonly Flag[] = [
  { flags: '--of <shards>', description: 'how many shards' },
  ...GENERATE.filter(({ flags }) => !NOT_PLANNED.has(flags) && !/^--(plan|shard) /.test(flags)).map((flag) =>
    flag.flags.startsWith('-o, ') ? { ...flag, description: 'where shards.json and shards.key go' } : flag,
  ),
]

export const MERGE: readonly Flag[] = [
  { flags: '--plan <shards.json>', description: 'the plan of the shards, with shards.key beside it' },
  { flags: '-o, --out <folder>', description: 'where the labels go' },
  {
    flags: '--strict',
    description: 'refuse a folder that other users may look into, instead of closing it',
  },
  ...STORAGE,
  ...COMMON,
]

export const PRINT: readonly Flag[] = [
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
]
