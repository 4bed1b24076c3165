export { createStrictDecoder as createDecoder, type Decoder, type DecoderOptions } from './strict-decoder.ts'
export { explain } from './words/strict-explain.ts'
export type { CompiledFormat, DecodeError, DecodeResult, DeviceRecord, Warning } from '@claimtag/core/reader'
