// For proving decoders in other languages; no app needs it.
export { type ConformanceVector, conformanceVectors } from './vectors/conformance-vectors.ts'
