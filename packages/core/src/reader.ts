// What an app needs to read codes with compiled formats: neither the compiler of documents nor the sentences of
// errors, also where a bundler takes files whole.
export { failure } from './issue/failure.ts'
export type { CodePlace, ForeignCode, KeyboardLayout } from './issue/facts.ts'
export type { DecodeError, DecodeProblem, Issue, IssueKind, Warning, WarningCode } from './issue/issue.ts'
export type { DeviceRecord } from './record/record.ts'
export { type Eui64, parseWrittenEui64 } from './record/eui64.ts'
export { crc16Modbus } from './value/crc16.ts'
export { clean } from './read/clean.ts'
export type { CompiledFormat } from './read/compiled-format.ts'
export { type FormatError, readFormats } from './read/read-formats.ts'
export { readFormat } from './read/read-format.ts'
export type { DecodeResult, Read } from './read/read-text.ts'
