import { expect, test } from 'vitest'
import { type CameraIssue, explain } from '../../src/camera/camera-issue.ts'

test.each<CameraIssue>([{ code: 'worker-failed' }, { code: 'wasm-not-loaded' }, { code: 'wasm-refused' }])(
  '$code has a sentence',
  (issue) => {
    expect(explain(issue)).toMatch(/^[A-Z].*[.]$/)
    expect(explain(issue)).not.toContain('undefined')
  },
)

test('what a server answered is said', () => {
  expect(explain({ code: 'wasm-not-loaded', status: 404 })).toContain('the server answered 404.')
})
