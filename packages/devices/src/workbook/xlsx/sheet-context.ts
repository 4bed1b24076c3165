import type { SharedTexts } from '../shared-texts.ts'
import type { Styles } from './styles.ts'

/** The parts of a workbook that the cells of a sheet refer to. */
export interface SheetContext {
  readonly sheet: string
  readonly texts: SharedTexts
  readonly styles: Styles
  /** Whether days are counted from 1904, as on old Macintosh computers. */
  readonly from1904: boolean
}
