import { InputError, type WorkbookProblem } from '../issue.ts'

/** Ends the reading of a workbook that is not what it says, naming the sheet that was being read. */
export function damaged(problem: WorkbookProblem, sheet?: string): InputError {
  return new InputError({ code: 'damaged-workbook', problem, ...(sheet === undefined ? {} : { sheet }) })
}

/** Ends the reading of a workbook before it takes more memory, disk or time than a list of devices needs. */
export function tooLarge(sheet?: string): InputError {
  return new InputError({ code: 'workbook-too-large', ...(sheet === undefined ? {} : { sheet }) })
}
