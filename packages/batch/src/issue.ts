import { agreeing, ClaimtagError, count, counted } from '@claimtag/core'
import { type LockHolder, spokenHolder, systemReason } from '@claimtag/disk'
import { join } from 'node:path'
import type { Fault, ReadBackFault } from './fault.ts'
import { SHARD_SENTENCES, type ShardIssue } from './shard-issue.ts'

/** Why a job or an output is refused. Names, numbers and places only: never anything from a label. */
export type BatchIssue =
  | ShardIssue
  | { readonly code: 'unknown-output'; readonly detail: string; readonly names: readonly string[] }
  | { readonly code: 'not-one-stream'; readonly names: readonly string[] }
  /** `detail`: the requested resolution. */
  | { readonly code: 'brother-resolution'; readonly detail: string }
  /** `detail`: the requested media; `names`: the known media. */
  | { readonly code: 'brother-stock'; readonly detail: string; readonly names: readonly string[] }
  /** `names`: the kinds of output with one label after the other; `columns`: labels across; `rows`: of paper. */
  | {
      readonly code: 'sheet-for-printer'
      readonly names: readonly string[]
      readonly columns: number
      readonly rows?: number
    }
  /** In dots; `widest`, the printable width, in mm. `element`: the first beyond it; `columns`: of a row. */
  | {
      readonly code: 'wider-than-head'
      readonly width: number
      readonly headDots: number
      readonly widest: number
      readonly element?: string
      readonly columns?: number
    }
  /** `detail`: the most labels in one PDF. */
  | { readonly code: 'too-many-pages'; readonly detail: string }
  | { readonly code: 'volume-unreadable'; readonly path: string }
  | { readonly code: 'carton-size'; readonly size: number; readonly most: number }
  /** `element`: a symbol of a carton template that would hold the code of a device. */
  | { readonly code: 'code-on-carton'; readonly element: string }
  /** `names`: the kinds of output that were asked for. */
  | { readonly code: 'no-carton-output'; readonly names: readonly string[] }
  /** `carton`: its number. `detail`: what is wrong with its label. */
  | { readonly code: 'carton-unprintable'; readonly carton: number; readonly detail: string }
  /** `names`: what changed. `newRows`: how many rows of the input have no label, when only the input changed. */
  | {
      readonly code: 'job-changed'
      readonly path: string
      readonly names: readonly string[]
      readonly newRows?: number
    }
  /** `names`: what changed since the addition was begun. */
  | {
      readonly code: 'addition-unfinished'
      readonly path: string
      readonly addition: number
      readonly names: readonly string[]
    }
  /** `detail`: path of the lock; `holder`: the process that works there, if it is known. */
  | {
      readonly code: 'job-running'
      readonly path: string
      readonly detail: string
      readonly holder?: LockHolder | undefined
    }
  | { readonly code: 'counted-labels'; readonly path: string }
  /** `names`: fields that number the labels of a job. */
  | { readonly code: 'uncounted-label'; readonly names: readonly string[] }
  /** `detail`: the kind of output; `names`: the settings that it does not carry. */
  | { readonly code: 'printer-cannot'; readonly detail: string; readonly names: readonly string[] }
  /** `column`: as asked for; `names`: the columns that there are. */
  | { readonly code: 'copies-column'; readonly column: string; readonly names: readonly string[] }
  | { readonly code: 'copies-unclear'; readonly names: readonly string[] }
  | { readonly code: 'copies-across'; readonly columns: number }
  /** `names`: the elements whose symbols would have to be larger. */
  | { readonly code: 'size-outgrown'; readonly path: string; readonly names: readonly string[] }
  | { readonly code: 'job-taken-over'; readonly path: string }
  | { readonly code: 'job-of-other-version'; readonly path: string }
  | { readonly code: 'job-missing'; readonly path: string }
  | { readonly code: 'job-unfinished'; readonly path: string }
  /** `detail`: the file that cannot be read. */
  | { readonly code: 'job-damaged'; readonly path: string; readonly detail: string }
  /** `detail`: the code of the system, such as `EACCES`. */
  | { readonly code: 'output-failed'; readonly path?: string; readonly detail: string }
  | { readonly code: 'disk-full'; readonly path?: string }
  /** `path`: a file that claimtag has not made. `mayForce`: the user may have it replaced. */
  | { readonly code: 'output-exists'; readonly path: string; readonly mayForce?: boolean }
  | { readonly code: 'output-is-link'; readonly path: string }
  /** `path`: a file that would be written and read at the same time. */
  | { readonly code: 'output-is-input'; readonly path: string }
  /** Other users may look into the folder for the labels. */
  | { readonly code: 'output-open'; readonly path: string }
  /** All users keep files in the folder, as in `/tmp`. */
  | { readonly code: 'output-shared'; readonly path: string }
  /** `detail`: the DevEUI. */
  | { readonly code: 'unknown-device'; readonly path: string; readonly detail: string }
  /** `detail`: the DevEUI; `path`: the folder of the job that has sent it, if that is another one. */
  | { readonly code: 'printed-before'; readonly detail: string; readonly path?: string }
  /** `detail`: the requested kind of output; `names`: the known ones. */
  | {
      readonly code: 'not-printable'
      readonly path: string
      readonly detail: string
      readonly names: readonly string[]
    }
  /** `input`: the file of several that the line is in. */
  | {
      readonly code: 'label-changed'
      readonly path: string
      readonly line: number
      readonly input?: string | undefined
    }
  | { readonly code: 'drawn-otherwise'; readonly path: string; readonly line: number }

export type BatchIssueCode = BatchIssue['code']

/** `first`: one of the labels on the disk that do not read back as they should. */
export interface VerificationIssue {
  readonly code: 'verification-failed'
  readonly count: number
  readonly first?: Fault
}

/** Thrown when a job or an output is refused. */
export class BatchError extends ClaimtagError<BatchIssue> {
  override readonly name = 'BatchError'

  constructor(issue: BatchIssue) {
    super(issue, explain(issue))
  }
}

type Explained = BatchIssue | VerificationIssue
type Sentences = { readonly [C in Explained['code']]: (issue: Extract<Explained, { code: C }>) => string }

const FAULTS = {
  missing: 'is missing',
  'no-file': 'is a link or no file at all',
  changed: 'is not what was written',
  'no-picture': 'is not a picture of a label',
  'not-read': 'could not be read',
  'reads-otherwise': 'reads as something else than it should',
  'other-device': 'carries the code of another device',
} satisfies Record<ReadBackFault, string>

function faultText({ file, devEui, fault }: Fault): string {
  return `${file} (${devEui}) ${FAULTS[fault]}.`
}

const SENTENCES = {
  ...SHARD_SENTENCES,
  'unknown-output': ({ detail, names }) =>
    `There is no kind of output ${detail === '' ? 'without a name' : detail}: it is one of ${names.join(', ')}.`,
  'not-one-stream': ({ names }) =>
    `A stream is one kind of output: --as ${names.join(', ')}; or --pack zip for label files.`,
  'brother-resolution': ({ detail }) =>
    `A Brother QL prints 300 dots an inch, and the labels are for ${detail}: add --dpi 300.`,
  'brother-stock': ({ detail, names }) =>
    `No Brother QL media measures ${detail}. What is loaded is one of ${names.join(', ')}: say it with --media, or take a smaller template.`,
  'sheet-for-printer': ({ names, columns, rows }) =>
    rows === undefined
      ? `The template has ${counted(columns, 'label')} across, and ${names.join(', ')} takes them one by one: print a PDF (--as pdf), or take a template of one label.`
      : `The template is a sheet of ${columns} × ${rows} labels, and ${names.join(', ')} prints a roll: print a PDF (--as pdf), or take a template of one label, or of one row of labels.`,
  'wider-than-head': ({ width, headDots, widest, element, columns }) =>
    columns !== undefined
      ? `The row of ${counted(columns, 'label')} is ${counted(width, 'dot')} wide, and the head prints ${count(headDots)}: take labels of at most ${widest} mm, fewer of them, or a printer with a wider head.`
      : `The label is ${counted(width, 'dot')} wide, and the head prints ${count(headDots)}${element === undefined ? '' : `, so that ${element} would be cut off`}: take a label of at most ${widest} mm, or a printer with a wider head.`,
  'too-many-pages': ({ detail }) =>
    `A PDF takes ${detail} labels at most: give a number of labels a file, as in --volume 10000.`,
  'carton-size': ({ size, most }) => `A carton takes 1 to ${counted(most, 'device')}, not ${size}.`,
  'code-on-carton': ({ element }) =>
    `${element} of the carton template would hold the code of a device, which nothing outside of a box may show: give it a text, such as {devEuis}.`,
  'no-carton-output': ({ names }) =>
    `Labels of cartons are not made as ${names.join(', ')}: take png or svg, or the stream of a printer, such as zpl.`,
  'carton-unprintable': ({ carton, detail }) => `The label of carton ${carton} cannot be made: ${detail}`,
  'volume-unreadable': ({ path }) => `${path} does not show its labels in their places when it is read back.`,
  'job-changed': ({ names, path, newRows }) => {
    if (newRows === 0)
      return `${path} holds a finished job, and its input is another one now, though no row of it is new: --add says which rows would get another label.`
    if (newRows !== undefined)
      return `${path} holds a finished job, and its input has ${counted(newRows, 'new row')} now: --add labels ${agreeing(newRows, 'it', 'them')} alone, and nothing a second time.`
    return `${path} holds an unfinished or finished job of another kind: ${names.join(', ')} changed since. Undo the change, or choose another folder.`
  },
  'addition-unfinished': ({ path, addition, names }) =>
    names.length === 0
      ? `Addition ${addition} to the labels in ${path} is not finished: give --add and the input that it was begun with, and it goes on.`
      : `Addition ${addition} to the labels in ${path} is not finished, and ${names.join(', ')} changed since it was begun. Undo the change, and it goes on.`,
  'job-running': ({ path, detail, holder }) =>
    `${spokenHolder(holder)} is working in ${path}. If you know that none is, remove ${detail}.`,
  'job-of-other-version': ({ path }) =>
    `The labels in ${path} were begun by a version of claimtag that writes them with other bytes. Finish them with that version, or choose another folder.`,
  'counted-labels': ({ path }) =>
    `The labels of ${path} are counted ({index} of {count}), so none can be added, or drawn again from the devices: make a new job of the new devices, or print from the files of the job.`,
  'uncounted-label': ({ names }) =>
    `The template shows ${names.join(', ')}, which number the labels of a job: a label that is made by itself has none.`,
  'printer-cannot': ({ detail, names }) =>
    `${detail} has no command for ${names.join(', ')}: set it at the printer, or take the language of another one.`,
  'copies-unclear': ({ names }) => `Say which of ${names.join(', ')} has the copies (--copies-column).`,
  'copies-column': ({ column, names }) =>
    `The input has no column ${column === '' ? 'that is known to hold copies' : column}: ${names.length === 0 ? 'add one, or give one number for all (--copies)' : `say which of ${names.join(', ')} it is (--copies-column)`}.`,
  'copies-across': ({ columns }) =>
    `A row of ${counted(columns, 'label')} is printed as one, so none of them has copies of its own: give one number for all (--copies), or take a template of one label.`,
  'size-outgrown': ({ path, names }) =>
    `The labels in ${path} have symbols of one size (${names.join(', ')}), and a new row needs a larger one: make a new job of the new rows.`,
  'job-taken-over': ({ path }) =>
    `Another process works in ${path} now, since this one was not heard of for more than a minute; it stopped before it wrote. The other one goes on.`,
  'job-missing': ({ path }) => `There is no job in ${path}: no labels were generated there.`,
  'job-unfinished': ({ path }) => `The job in ${path} is not finished: generate it again, and it goes on.`,
  'job-damaged': ({ path, detail }) => `The records of the job in ${path} cannot be read (${detail}).`,
  'output-failed': ({ path = 'The output', detail }) =>
    `${path} cannot be written (${systemReason(detail)}).`,
  'output-is-link': ({ path }) =>
    `${path} is a symbolic link, and none is written through: name the file that is meant, or remove the link.`,
  'disk-full': ({ path = 'the output' }) =>
    `No space is left for ${path}. Make room and run the same command again.`,
  'output-exists': ({ path, mayForce }) =>
    mayForce === true
      ? `${path} is there already, and nothing is overwritten unasked: take another name, or add --force.`
      : `${path} exists, and claimtag has not made it: it is not overwritten. Move it away, or choose another folder with --out.`,
  'output-is-input': ({ path }) =>
    `${path} is read by the same command, and would be written over: choose another place with --out.`,
  'output-open': ({ path }) =>
    `Other users of this computer may look into ${path}: close it to them (chmod 700), or leave out --strict.`,
  'output-shared': ({ path }) =>
    `${path} is a folder that all users of this computer share: choose one inside it, such as ${join(path, 'labels')}.`,
  'unknown-device': ({ path, detail }) => `There is no label of ${detail} in ${path}.`,
  'printed-before': ({ detail, path }) =>
    `The label of ${detail} was sent to a printer before${path === undefined ? '' : `, by the job in ${path}`}. To print it again, say why: --reprint --reason "label torn".`,
  'not-printable': ({ path, detail, names }) =>
    `${path} holds labels as ${names.join(', ')}, and none that can be given as ${detail}: generate them with --as ${detail}, or draw them again with --devices.`,
  'label-changed': ({ path, line, input }) =>
    `${path} (line ${line}${input === undefined ? '' : ` of ${input}`}) is not what was written; it is not printed. claimtag verify finds all such labels.`,
  'drawn-otherwise': ({ path, line }) =>
    `Line ${line} of ${path} gives another label than the job made: the devices, the format, the template or the resolution are others.`,
  'verification-failed': ({ count: failed, first }) =>
    `${counted(failed, 'label')} failed.${first === undefined ? '' : ` The first: ${faultText(first)}`}`,
} satisfies Sentences

/**
 * The sentence for people: what is wrong with a job, an output, or a label that was read back.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/batch'
 *
 * const fault = { line: 2, devEui: '70B3D57ED00A0004', file: 'a.png', fault: 'missing' } as const
 * console.log(explain(fault)) // a.png (70B3D57ED00A0004) is missing.
 * ```
 */
export function explain(problem: Explained | Fault): string {
  if ('fault' in problem) return faultText(problem)
  return (SENTENCES[problem.code] as (issue: Explained) => string)(problem)
}
