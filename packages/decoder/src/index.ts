export { createDecoder, type Decoder } from './decoder.ts'
