import { FACES, type FaceName } from '../font/atlas.ts'
import { addFont } from './font-objects.ts'
import { UNITS_PER_MM } from './label-content.ts'
import type { Objects } from './objects.ts'

/** The pages of a PDF in their order, and their shared objects. */
export interface Pages {
  readonly count: number
  /**
   * @param contents the number of a stream, or of several that follow each other
   * @param width mm
   * @param height mm
   */
  add(contents: readonly number[], width: number, height: number): void
  /**
   * The last bytes of the PDF, in parts.
   *
   * @param fonts characters that were shown, by the font's name
   * @param art numbers of the pictures, by their name
   */
  end(
    fonts: ReadonlyMap<FaceName, ReadonlySet<string>>,
    art: ReadonlyMap<string, number>,
  ): Generator<Uint8Array, void>
}

/** Pages under one node of the page tree. */
const BRANCH = 256

export function createPages(objects: Objects): Pages {
  const [catalog, root, resources] = [objects.reserve(), objects.reserve(), objects.reserve()]
  const branches: number[] = []
  let open: { readonly number: number; readonly pages: number[] } | undefined
  let count = 0

  function closeBranch(): void {
    if (open === undefined) return
    const { number, pages } = open
    objects.add(`<< /Type /Pages /Parent ${root} 0 R /Count ${pages.length} /Kids ${list(pages)} >>`, number)
    open = undefined
  }

  return {
    get count() {
      return count
    },
    add(contents, width, height) {
      if (open === undefined) {
        open = { number: objects.reserve(), pages: [] }
        branches.push(open.number)
      }
      const [only, ...others] = contents
      const shown = others.length === 0 ? `${only} 0 R` : list(contents)
      open.pages.push(
        objects.add(
          `<< /Type /Page /Parent ${open.number} 0 R /MediaBox [0 0 ${units(width)} ${units(height)}] /Resources ${resources} 0 R /Contents ${shown} >>`,
        ),
      )
      count += 1
      if (open.pages.length === BRANCH) closeBranch()
    },
    *end(fonts, art) {
      closeBranch()
      const named: string[] = []
      for (const face of Object.keys(FACES) as FaceName[]) {
        const used = fonts.get(face)
        if (used === undefined) continue
        const number = objects.reserve()
        addFont(number, face, used, objects)
        named.push(`/${face} ${number} 0 R`)
      }
      const forms = [...art].map(([name, number]) => `/${name} ${number} 0 R`)
      objects.add(`<< /Font << ${named.join(' ')} >> /XObject << ${forms.join(' ')} >> >>`, resources)
      objects.add(`<< /Type /Pages /Count ${count} /Kids ${list(branches)} >>`, root)
      objects.add(
        `<< /Type /Catalog /Pages ${root} 0 R /ViewerPreferences << /PrintScaling /None >> >>`,
        catalog,
      )
      yield* objects.end(catalog)
    },
  }
}

function list(numbers: readonly number[]): string {
  return `[${numbers.map((number) => `${number} 0 R`).join(' ')}]`
}

function units(mm: number): string {
  return String(Math.round(mm * UNITS_PER_MM * 1000) / 1000)
}
