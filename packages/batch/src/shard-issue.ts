import { agreeing, count, counted } from '@claimtag/core'

/** Why a plan of shards, or one of its shards, is refused. Names, numbers and places only. */
export type ShardIssue =
  | { readonly code: 'plan-missing'; readonly path: string }
  /** `path`: the key that should open the plan. */
  | { readonly code: 'plan-key'; readonly path: string }
  /** `detail`: the file that is not as it was written. */
  | { readonly code: 'plan-damaged'; readonly path: string; readonly detail: string }
  /** `path`: a plan of other labels. */
  | { readonly code: 'plan-exists'; readonly path: string }
  /** `names`: what this version would make otherwise. */
  | { readonly code: 'plan-of-other-version'; readonly path: string; readonly names: readonly string[] }
  | { readonly code: 'shard-count'; readonly of: number; readonly most: number }
  /** `names`: variables of the environment that do not say which shard this is. */
  | { readonly code: 'shard-unclear'; readonly names: readonly string[] }
  /** `given`: the number of shards that the caller, or a scheduler, has in mind. */
  | { readonly code: 'shard-other-count'; readonly given: number; readonly of: number }
  /** `shard` is none of those that the plan has. */
  | { readonly code: 'shard-unknown'; readonly shard: number; readonly of: number }
  /** `path`: a file of devices that is not the one of the plan. */
  | { readonly code: 'shard-input'; readonly path: string }
  /** `detail`: the folder's first file that no shard has written. */
  | { readonly code: 'shard-folder'; readonly path: string; readonly detail: string }
  | { readonly code: 'shard-absent'; readonly path: string }
  | { readonly code: 'shard-missing'; readonly shards: readonly number[]; readonly of: number }
  | { readonly code: 'shard-foreign'; readonly path: string }
  | { readonly code: 'shard-unfinished'; readonly path: string; readonly shard: number }
  | { readonly code: 'shard-differs'; readonly shard: number; readonly paths: readonly string[] }
  | { readonly code: 'shard-doubled'; readonly shard: number; readonly paths: readonly string[] }
  /** `detail`: the file that is not what the shard wrote; `shard` is left out when its record cannot be read. */
  | {
      readonly code: 'shard-damaged'
      readonly path: string
      readonly shard?: number
      readonly detail: string
    }

/** The most numbers that a sentence lists. */
const LISTED = 20

export const SHARD_SENTENCES = {
  'plan-missing': ({ path }) => `There is no plan in ${path}: claimtag plan-shards makes one.`,
  'plan-key': ({ path }) =>
    `${path} is missing, or is the key of another plan: plan-shards puts it beside shards.json, and both go together.`,
  'plan-damaged': ({ path, detail }) =>
    `${detail} of the plan ${path} is not what was written: make the plan again.`,
  'plan-exists': ({ path }) =>
    `${path} is a plan of other labels: move it away, or choose another folder with --out.`,
  'plan-of-other-version': ({ path, names }) =>
    `${path} was made by a version of claimtag that differs in ${names.join(', ')}: run all shards and the merge with that one, or make the plan again.`,
  'shard-count': ({ of, most }) => `A plan has 1 to ${counted(most, 'shard')}, not ${of}.`,
  'shard-unclear': ({ names }) =>
    `${names.join(', ')} ${agreeing(names.length, 'does', 'do')} not say which shard this is: give it, as in --shard 3/16.`,
  'shard-other-count': ({ given, of }) =>
    `The plan has ${counted(of, 'shard')}, not ${count(given)}: give a scheduler as many tasks, or plan again.`,
  'shard-unknown': ({ shard, of }) =>
    of === 1
      ? `The plan has shard 1 alone, and no shard ${shard}.`
      : `The plan has the shards 1 to ${count(of)}, and no shard ${shard}.`,
  'shard-input': ({ path }) =>
    `${path} is not what the plan was made of: give the same file of devices, or make the plan again.`,
  'shard-folder': ({ path, detail }) =>
    `${path} holds ${detail}, which no shard has written: choose another folder with --out.`,
  'shard-absent': ({ path }) => `There is no shard in ${path}, nor in a folder right inside it.`,
  'shard-missing': ({ shards, of }) =>
    `${agreeing(shards.length, 'Shard', 'Shards')} ${listed(shards)} of ${count(of)} ${agreeing(shards.length, 'is', 'are')} missing: nothing was merged.`,
  'shard-foreign': ({ path }) => `${path} is a shard of another plan: nothing was merged.`,
  'shard-unfinished': ({ path, shard }) =>
    `Shard ${shard} in ${path} is not finished: run it again, and it goes on.`,
  'shard-differs': ({ shard, paths }) =>
    `Two runs of shard ${shard} have other labels: ${paths.join(' and ')}. One plan never gives that: find out why, and run the shard again.`,
  'shard-doubled': ({ shard, paths }) =>
    `Shard ${shard} is given twice, with the same labels: ${paths.join(' and ')}. Leave one of them out.`,
  'shard-damaged': ({ path, shard, detail }) =>
    `${detail} of ${shard === undefined ? 'the shard' : `shard ${shard}`} in ${path} is not what was written: remove the shard and run it again.`,
} satisfies { readonly [C in ShardIssue['code']]: (issue: Extract<ShardIssue, { code: C }>) => string }

function listed(numbers: readonly number[]): string {
  const more = numbers.length > LISTED ? ` and ${count(numbers.length - LISTED)} more` : ''
  return `${numbers.slice(0, LISTED).join(', ')}${more}`
}
