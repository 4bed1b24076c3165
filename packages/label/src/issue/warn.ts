import { explain } from './explain.ts'
import type { LabelConcern, LabelWarning } from './warning.ts'

export function warning(concern: LabelConcern): LabelWarning {
  return { ...concern, message: explain(concern) }
}
