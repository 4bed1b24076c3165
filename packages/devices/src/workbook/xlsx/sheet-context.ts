import type { SharedTexts } from '../shared-texts.ts'
import type { Styles } from './styles.ts'

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly sheet: string
  readonly texts: SharedTexts
  readonly styles: Styles
  /** Whether days are counted from 1904, as once on a Macintosh. */
  readonly from1904: boolean
}
