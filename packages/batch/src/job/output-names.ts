import { join } from 'node:path'
import type { SettledOptions } from '../options.ts'
import { isFileKind } from '../render/kinds.ts'
import { sharedFiles, streamFile } from '../render/shared-file.ts'
import { jobFolder } from '../ledger/folder.ts'
import { partOf } from '../disk/growing-file.ts'

type Outputs = Pick<SettledOptions, 'out' | 'as' | 'pack' | 'volume' | 'cartons'>

/** The files in `out` whose names are known before the rows are: all but labels, folders of labels and volumes. */
export function fixedOutputs({ out, as, pack, volume }: Outputs): readonly string[] {
  const folder = jobFolder(out)
  const names = sharedFiles(as, pack, '').map(({ name }) => join(out, name))
  const isPdf = as.includes('pdf')
  const growing = [
    folder.manifest,
    ...names,
    ...(isPdf ? [folder.volumes] : []),
    ...(isPdf && volume === undefined ? [join(out, streamFile('pdf'))] : []),
  ]
  return [...growing, ...growing.map(partOf), folder.record, folder.audit]
}

/** Makes a test for the names that a job gives to its labels. Case is ignored, as some systems do. */
export function isLabelOutput(
  { as, pack, volume, cartons }: Outputs,
  {
    isFlat,
    rows,
    perFolder,
  }: { readonly isFlat: boolean; readonly rows: number; readonly perFolder: number },
): (name: string) => boolean {
  const kinds = pack === undefined ? as.filter(isFileKind) : []
  const carton = cartons === undefined ? '' : '|carton-\\d{5,}'
  const label = new RegExp(`^([0-9A-F]{16}${carton})\\.(${kinds.join('|')})$`, 'i')
  const folders = isFlat || kinds.length === 0 ? 0 : Math.ceil(rows / perFolder)
  const hasVolumes = as.includes('pdf') && volume !== undefined
  return (name) =>
    (kinds.length > 0 && isFlat && label.test(name)) ||
    (/^\d{5,}$/.test(name) && Number(name) < folders) ||
    (hasVolumes && /^labels-\d{5,}\.pdf(\.part)?$/i.test(name))
}
