import type * as api from './classic.ts'

// The types of `@claimtag/decoder/classic.js`, which is a script, and no module that exports names.
declare global {
  var claimtag: typeof api
}
