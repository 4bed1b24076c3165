import { InputError } from '../issue.ts'
import { openArchive, type Archive } from './archive.ts'
import { openOds } from './ods/open-ods.ts'
import { readXml } from './read-xml.ts'
import { LARGEST_PART, type Sheet } from './sheet.ts'
import { openXlsx } from './xlsx/open-xlsx.ts'
import { relationsOf } from './xlsx/relations.ts'

const SPREADSHEET = /^application\/vnd\.oasis\.opendocument\.spreadsheet(?:-template)?$/
const LONGEST_TYPE = 256

/**
 * Opens a workbook, XLSX or ODS. Refuses files in it that are larger than a sheet can be, and keeps only the shared
 * texts of XLSX in memory, 80 MiB of them at most.
 *
 * @throws InputError `not-a-workbook`, `damaged-workbook`, `workbook-too-large`, `foreign-file`
 */
export async function openWorkbook(path: string): Promise<readonly Sheet[]> {
  const archive = await openArchive(path)
  const type = await mediaType(archive)
  if (type !== undefined && SPREADSHEET.test(type)) {
    await assertNotEncrypted(archive)
    return openOds(archive)
  }
  const relations = await relationsOf(archive, '')
  const main = relations.find((relation) => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  if (/\.bin$/i.test(main)) throw new InputError({ code: 'foreign-file', kind: 'xlsb' })
  if (archive.names.some((name) => /\.iwa$|^Index\.zip$/i.test(name)))
    throw new InputError({ code: 'foreign-file', kind: 'numbers' })
  if (type !== undefined || /^(?:word|ppt|visio)\//i.test(main))
    throw new InputError({ code: 'foreign-file', kind: 'document' })
  if (!archive.has(main)) throw new InputError({ code: 'foreign-file', kind: 'archive' })
  return openXlsx(archive, main)
}

/** An OpenDocument file contains its type in a file of its own. Part 2 of version 1.3, 3.3. */
async function mediaType(archive: Archive): Promise<string | undefined> {
  if (!archive.has('mimetype')) return undefined
  const pieces: Buffer[] = []
  for await (const piece of archive.read('mimetype', LONGEST_TYPE)) pieces.push(piece)
  return Buffer.concat(pieces).toString('latin1').trim()
}

async function assertNotEncrypted(archive: Archive): Promise<void> {
  const name = 'META-INF/manifest.xml'
  if (!archive.has(name)) return
  await readXml(
    archive,
    { name, most: LARGEST_PART },
    {
      open(element) {
        if (element === 'encryption-data') throw new InputError({ code: 'foreign-file', kind: 'password' })
      },
      close: () => undefined,
      text: () => undefined,
    },
  )
}
