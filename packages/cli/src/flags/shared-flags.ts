// Options of several commands.

/** An option as commander writes it, and its description in help and completion. */
export interface Flag {
  readonly flags: string
  readonly description: string
  /** May be given several times. */
  readonly repeats?: boolean
}

export const FORMAT = {
  flags: '-f, --format <name|file>',
  description: 'payload format: a built-in one or a document (.json)',
}
export const TEMPLATE = {
  flags: '-t, --template <name|file>',
  description: 'label template: a built-in one, a size in mm (30x20) or a document (.json)',
}
export const STOCK = {
  flags: '--stock <size|name>',
  description: 'the label to plan for instead of a template: 25x25 (mm), or a built-in one',
}
export const VISIBLE = { flags: '--visible', description: 'leave hidden rows and sheets of a workbook out' }
export const DPI = { flags: '--dpi <number>', description: 'dots per inch of the printer' }
export const DATE = {
  flags: '--date <yyyy-mm-dd>',
  description: 'the date where the template says {date:…}, instead of that on which the job is begun',
}
export const IDS = {
  flags: '--ids <notation>',
  description: 'how IDs of vendor and profile are written: hex or decimal, when the file does not show it',
}
const JSON_FLAG = {
  flags: '--json',
  description: 'data as JSON on stdout, events as JSON lines on stderr',
}
export const COLUMN = {
  flags: '--column <field=name>',
  repeats: true,
  description: 'what the file calls a field: devEui="Device ID"; over "columns" of the configuration',
}
export const FORCE = { flags: '--force', description: 'replace the file that is there' }
const QUIET = { flags: '-q, --quiet', description: 'no progress and no summary' }
const CONFIG = {
  flags: '-c, --config <file>',
  description: 'configuration instead of claimtag.config.json',
}

export const PRINTING: readonly Flag[] = [
  {
    flags: '--uncertain <decision>',
    description:
      'labels that may or may not be on paper: hold (default), reprint, or printed when somebody has seen them',
  },
  {
    flags: '--give-up <seconds>',
    description:
      'how long the printer may be out of reach (600; 10 at the beginning), busy or without paper (no end)',
  },
]

/** For addresses in object storage, `s3://bucket/folder`. */
export const STORAGE: readonly Flag[] = [
  {
    flags: '--work <folder>',
    description: 'where what comes from s3://… or goes there lies on this machine (claimtag-storage)',
  },
  {
    flags: '--encrypt-key <file>',
    description: 'a key of 32 bytes, by which files in s3://… are encrypted before they leave',
  },
]

export const COMMON: readonly Flag[] = [JSON_FLAG, QUIET, CONFIG]
