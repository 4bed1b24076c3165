import { InputError, type WorkbookProblem } from '../issue.ts'

/** The error for a workbook with wrong content, with the sheet that was being read. */
export function damaged(problem: WorkbookProblem, sheet?: string): InputError {
  return new InputError({ code: 'damaged-workbook', problem, ...(sheet === undefined ? {} : { sheet }) })
}

/** The error for a workbook that would need more memory, disk or time than a list of devices. */
export function tooLarge(sheet?: string): InputError {
  return new InputError({ code: 'workbook-too-large', ...(sheet === undefined ? {} : { sheet }) })
}
