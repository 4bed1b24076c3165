import { InputError } from '../issue.ts'
import type { ParquetProblem } from '../parquet-issue.ts'

/** The error for a Parquet file with wrong content. */
export function damagedParquet(problem: ParquetProblem): InputError {
  return new InputError({ code: 'damaged-parquet', problem })
}

/** The error for a Parquet file that would need more memory, disk or time than a list of devices. */
export function tooLargeParquet(): InputError {
  return new InputError({ code: 'parquet-too-large' })
}

export function unsupportedParquet(what: string): InputError {
  return new InputError({ code: 'parquet-unsupported', what })
}

/** What a library says of bytes that it did not expect tells nothing to people, and may quote a value. */
export function orDamaged<T>(problem: ParquetProblem, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof InputError ? error : damagedParquet(problem)
  }
}
