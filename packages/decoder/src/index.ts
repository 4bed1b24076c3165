export { createDecoder } from './decoder.ts'
export type { Decoder, DecoderOptions } from './strict-decoder.ts'
export { explain } from './words/explain.ts'
export { type ClaimableRecord, type ClaimableResult, requireToken } from './require-token.ts'
// An app needs nothing of @claimtag/core by name: what a decoder gives, and the sentences for it, are here.
export type { Words } from '@claimtag/core/words'
export type {
  CodePlace,
  CompiledFormat,
  DecodeError,
  DecodeResult,
  DeviceRecord,
  Eui64,
  ForeignCode,
  Issue,
  IssueKind,
  KeyboardLayout,
  Warning,
} from '@claimtag/core/reader'
