import { agreeing } from '@claimtag/core'

/** Why a Parquet file cannot be worked with. Names and numbers only: never a value. */
export type ParquetIssue =
  | { readonly code: 'damaged-parquet'; readonly problem: ParquetProblem }
  | { readonly code: 'parquet-too-large' }
  /** `what`: an encoding, a compression or an encryption, as the standard calls it. */
  | { readonly code: 'parquet-unsupported'; readonly what: string }
  /** `columns`: those that hold a field of a device, but no plain text or number. */
  | { readonly code: 'parquet-columns'; readonly columns: readonly string[] }
  /** `name`: a package that is to be installed. */
  | { readonly code: 'parquet-reader-missing'; readonly name: string }

/** What is wrong with a Parquet file: its footer, a page, the size of a page, its number of rows, or its text. */
export type ParquetProblem = 'footer' | 'page' | 'size' | 'rows' | 'text'

export const PARQUET_SENTENCES = {
  'damaged-parquet': ({ problem }) =>
    `The Parquet file cannot be read: ${DAMAGE[problem]}. Write it again from where it came.`,
  'parquet-too-large': () =>
    'The Parquet file says that it holds more than any list of devices of its size: write it again in smaller row groups, without what is not needed.',
  'parquet-unsupported': ({ what }) =>
    `The Parquet file uses ${what}, which is not read: write it with plain or dictionary encoding, compressed by Snappy, GZIP or ZSTD or not at all.`,
  'parquet-columns': ({ columns }) =>
    `${columns.join(', ')} of the Parquet file ${agreeing(columns.length, 'is', 'are')} nested or made of bytes, which may stand for more than one text: write ${agreeing(columns.length, 'it', 'them')} as ${agreeing(columns.length, 'a string', 'strings')}.`,
  'parquet-reader-missing': ({ name }) =>
    `Reading this Parquet file takes the package ${name}, which is not installed: npm install ${name}.`,
} satisfies { readonly [C in ParquetIssue['code']]: (issue: Extract<ParquetIssue, { code: C }>) => string }

const DAMAGE = {
  footer: 'the description at its end is damaged',
  page: 'a page of it is damaged',
  size: 'a page of it has another size than it says',
  rows: 'a column of it has another number of rows than the others',
  text: 'it holds bytes that are not text',
} satisfies Record<ParquetProblem, string>
