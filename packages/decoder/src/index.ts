export { createDecoder, type Decoder, type DecoderOptions } from './decoder.ts'
// An app needs nothing of @claimtag/core by name: what a decoder gives, and the sentences for it, are here.
export { explain } from '@claimtag/core/explain'
export type {
  CompiledFormat,
  DecodeError,
  DecodeResult,
  DeviceRecord,
  Eui64,
  Issue,
  IssueKind,
  Warning,
} from '@claimtag/core/reader'
