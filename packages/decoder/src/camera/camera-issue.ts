/** Why frames cannot be searched, as plain data; `explain` has a sentence for each. For developers. */
export type CameraIssue =
  /** The worker's script was not loaded, or its thread ended. */
  | { readonly code: 'worker-failed' }
  /** `status`: of the answer in place of the file, where there was one. */
  | { readonly code: 'wasm-not-loaded'; readonly status?: number }
  | { readonly code: 'wasm-refused' }

export type CameraIssueCode = CameraIssue['code']

type Sentences = { readonly [C in CameraIssueCode]: (issue: Extract<CameraIssue, { code: C }>) => string }

const SENTENCES = {
  'worker-failed': () =>
    'The worker of the camera could not be started. Its address must be of this page’s own origin, allowed by `worker-src`, and serve the bundled @claimtag/decoder/camera/worker.',
  'wasm-not-loaded': ({ status }) =>
    `The reader's WebAssembly could not be fetched${status === undefined ? '' : `: the server answered ${status}`}. Check the address and \`connect-src\`.`,
  'wasm-refused': () =>
    "The reader's WebAssembly could not be compiled. A Content-Security-Policy has to allow 'wasm-unsafe-eval', and the file has to be zxing_reader.wasm.",
} satisfies Sentences

/**
 * The sentence for developers that belongs to an issue.
 *
 * @example
 * ```ts
 * import { explain } from '@claimtag/decoder/camera'
 *
 * console.log(explain({ code: 'worker-failed' }).endsWith('.')) // true
 * ```
 */
export function explain(issue: CameraIssue): string {
  return (SENTENCES[issue.code] as (issue: CameraIssue) => string)(issue)
}
