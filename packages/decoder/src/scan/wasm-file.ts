// The types of `@claimtag/decoder/zxing_reader.wasm`. What an import of the file gives depends on the bundler, which
// has types for it: with Vite, `zxing_reader.wasm?url` is a string.
// oxlint-disable-next-line unicorn/require-module-specifiers -- a module with no names
export {}
