// An XLSX file as rows of text, read from its own XML: what a person sees when it is opened.

import { strFromU8, unzipSync } from 'fflate'

/** The rows of each sheet, by its name. Cells without text are left out. */
export function sheetsOf(bytes) {
  const files = unzipSync(new Uint8Array(bytes))
  const text = (path) => strFromU8(files[path])
  const targets = new Map([...text('xl/_rels/workbook.xml.rels').matchAll(/<Relationship [^>]*>/g)].map(([tag]) => [attribute(tag, 'Id'), attribute(tag, 'Target')]))
  const sheets = [...text('xl/workbook.xml').matchAll(/<sheet [^>]*>/g)].map(([tag]) => {
    const path = targets.get(attribute(tag, 'r:id')).replace(/^\/?(xl\/)?/, 'xl/')
    return [attribute(tag, 'name'), rowsOf(text(path))]
  })
  return Object.fromEntries(sheets)
}

function rowsOf(sheet) {
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) => [...row.matchAll(/<(?:t|v)(?: [^>]*)?>(.*?)<\/(?:t|v)>/gs)].map(([, value]) => value))
}

function attribute(tag, name) {
  return new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1]
}
