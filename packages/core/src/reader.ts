// What an app needs to read codes with compiled formats: neither the compiler of documents nor the sentences of
// errors, also where a bundler takes files whole.
export type { CodePlace, ForeignCode, KeyboardLayout } from './issue/facts.ts'
export type { DecodeError, DecodeProblem, Issue, IssueKind, Warning, WarningCode } from './issue/issue.ts'
export type { DeviceRecord } from './record/record.ts'
export { type Eui64, parseWrittenEui64 } from './record/eui64.ts'
export { checksumOf } from './value/crc16.ts'
export { clean } from './read/clean.ts'
export { identify } from './read/foreign-code.ts'
export type { Identify } from './read/reader.ts'
export type { CompiledFormat } from './read/compiled-format.ts'
export { type FormatError, readFormats } from './read/read-formats.ts'
export { readFormat } from './read/read-format.ts'
export { type DecodeResult, type Read, type Refusal, refusal, traced } from './read/result.ts'
