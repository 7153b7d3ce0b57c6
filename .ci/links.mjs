// Fails when a page of documentation links to a file or heading that is not there.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')

function pages(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', '.git', '.build', 'dist'].includes(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return pages(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}

const withoutCode = (text) => text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')

// Headings become anchors as GitHub makes them.
function anchors(path) {
  const headings = readFileSync(path, 'utf8').replace(/```[\s\S]*?```/g, '').match(/^#+ .*$/gm) ?? []
  return headings.map((heading) => heading.replace(/^#+ /, '').trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-'))
}

function broken(page, link) {
  const [file, anchor] = decodeURI(link).split('#')
  const target = file ? resolve(dirname(page), file) : page
  if (!existsSync(target)) return 'no such file'
  if (anchor && statSync(target).isFile() && target.endsWith('.md') && !anchors(target).includes(anchor.toLowerCase())) return 'no such heading'
  return ''
}

let count = 0
let bad = 0
for (const page of pages(root)) {
  for (const [, link] of withoutCode(readFileSync(page, 'utf8')).matchAll(/\]\(<?([^)\s>]+)>?[^)]*\)/g)) {
    if (/^[a-z]+:/i.test(link)) continue
    count++
    const reason = broken(page, link)
    if (!reason) continue
    bad++
    console.log(`${relative(root, page)}: ${link}: ${reason}`)
  }
}
console.log(`${count} links between pages looked at, ${bad} broken`)
process.exitCode = bad > 0 ? 1 : 0
