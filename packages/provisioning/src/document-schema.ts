import type * as z from 'zod'
import { provisioningError } from './provisioning-error.ts'

/**
 * Reads a document.
 *
 * @throws ProvisioningError of that code, with the first place that is wrong
 */
export function readDocument<S extends z.ZodType>(
  schema: S,
  input: unknown,
  code: 'configuration-invalid' | 'state-invalid',
): z.infer<S> {
  const read = schema.safeParse(input)
  if (read.success) return read.data
  const [first] = read.error.issues
  const field = first?.path.map(String).join('.') ?? ''
  throw provisioningError({ code, field, problem: first === undefined ? 'is wrong' : problemOf(first) })
}

/** Worded here: the library's message may quote a value, or a member name that is a token in the wrong place. */
function problemOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
      return issue.message
    case 'invalid_type':
      return `must be ${issue.expected}`
    case 'invalid_format':
      return issue.message.startsWith('must be ') ? issue.message : 'has the wrong form'
    case 'too_small':
      return 'is too short'
    case 'too_big':
      return 'is too long'
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys': {
      const names = issue.keys.filter((name) => /^[a-z][A-Za-z]{0,23}$/.test(name))
      const count = issue.keys.length
      return `has ${count === 1 ? 'a member that is' : `${count} members that are`} not known${names.length === 0 ? '' : ` (${names.join(', ')})`}`
    }
    case 'invalid_union':
      return issue.message.startsWith('must ') ? issue.message : 'is wrong'
    default:
      return 'is wrong'
  }
}
