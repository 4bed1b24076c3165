// The parts of reading an input, for a program that reads it with several threads or more than once.
export { fingerprintInput } from './input/fingerprint.ts'
export type { IdNotation, Input, InputColumn } from './input/input.ts'
export { type GivenFile, openInputs, type OpenInputs } from './open-inputs.ts'
export { openInput, type InputOptions, type OpenInput } from './open-input.ts'
export { type NamedColumn, inputColumns } from './input/input-columns.ts'
export { createRowChecker, type RowChecker } from './rows/device.ts'
export {
  addToProfile,
  type FileProfile,
  type FileProfileCounts,
  judgeProfile,
  mergeProfile,
  problemsIn,
} from './rows/file-profile.ts'
export { isHexadecimal } from './rows/hex-token.ts'
export { issuesOf } from './rows/row-issues.ts'
export { readAll, readPart, readRows } from './rows/read-rows.ts'
export { assertColumns } from './rows/required-columns.ts'
export { warningsOf } from './rows/row-warnings.ts'
export { inFile, placesOf, rowIssue } from './row-issue.ts'
export { type Cut, cutInputs } from './text/cut.ts'
export type { Stretch } from './text/record.ts'
