// The types of `@claimtag/decoder/zxing_reader.wasm`. What an import of the file gives depends on the bundler, which
// has types for it: with Vite, `zxing_reader.wasm?url` is a string.
export {}
