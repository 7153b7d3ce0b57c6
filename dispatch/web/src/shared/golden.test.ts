// @vitest-environment node
// Holds wire.ts to the golden messages, which Go tests hold to what the service really sends and reads. The compiler
// itself judges: each golden message becomes a value of its type, so that a field that wire.ts lacks, one that the message
// lacks, a null or a word that the type does not allow are told. What wire.ts has and no message holds is found after.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const here = import.meta.dirname
const golden = join(here, '../../../golden')
const names = readdirSync(golden).map((file) => file.replace('.json', ''))

/** A message's type, by its file's name. */
function typeOf(name: string): string {
  return name.split('-')[0]!
}

const source = [
  "import type * as wire from './wire'",
  ...names.map((name) => `export const ${name.replace('-', '_')}: wire.${typeOf(name)} = ${readFileSync(join(golden, `${name}.json`), 'utf8')}`),
].join('\n')

function compile() {
  const path = join(here, 'wire.golden.ts')
  const options: ts.CompilerOptions = {
    strict: true, noEmit: true, skipLibCheck: true, types: [], lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'], target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.getSourceFile = (file, ...rest) => (file === path ? ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true) : getSourceFile(file, ...rest))
  host.fileExists = (file) => file === path || fileExists(file)
  const program = ts.createProgram([path], options, host)
  return { program, file: program.getSourceFile(path)!, checker: program.getTypeChecker() }
}

describe('golden messages', () => {
  const { program, file, checker } = compile()

  it('are what wire.ts says they are', () => {
    const complaints = program.getSemanticDiagnostics(file).map(({ messageText, start }) => {
      const statement = file.statements.find((one) => one.end > start!)!
      return `${statement.getText().slice(13, 60).split('=')[0]}${ts.flattenDiagnosticMessageText(messageText, '\n')}`
    })
    expect(complaints).toEqual([])
  }, 60_000)

  it('hold every field that wire.ts has', () => {
    const known = new Set<string>()
    const held = new Set<string>()
    for (const statement of file.statements) {
      if (!ts.isVariableStatement(statement)) continue
      const { name, type, initializer } = statement.declarationList.declarations[0]!
      note(checker.getTypeFromTypeNode(type!), JSON.parse(initializer!.getText()), name.getText())
    }
    expect([...known].filter((field) => !held.has(field))).toEqual([])

    function note(type: ts.Type, value: unknown, at: string) {
      if (value === null || typeof value !== 'object') return
      for (const part of type.isUnion() ? type.types : [type]) {
        if (Array.isArray(value)) noteList(part, value, at)
        else if (part.flags & ts.TypeFlags.Object) noteFields(part, value as Record<string, unknown>, at)
      }
    }

    function noteList(type: ts.Type, values: unknown[], at: string) {
      const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number)
      if (item) for (const value of values) note(item, value, at)
    }

    function noteFields(type: ts.Type, value: Record<string, unknown>, at: string) {
      const owner = type.aliasSymbol?.name ?? (type.symbol?.name.startsWith('__') ? at : type.symbol?.name)
      for (const property of checker.getPropertiesOfType(type)) {
        if (owner === 'Partial') break // the times of an order: any of the states, never all
        const field = `${owner}.${property.name}`
        known.add(field)
        if (property.name in value) held.add(field)
        note(checker.getTypeOfSymbolAtLocation(property, file), value[property.name], field)
      }
    }
  })

  it('are there for every message of wire.ts', () => {
    const parts = /^(Party|Service|Category|Problem|AddressCandidate|ClockRow|OrderRow|PhotoRow|HouseFacts|DistrictName|HousePin|Basemap|JournalEntry|Reason|Choice|Training|CrewOrder|LinkUpdate|OnDuty|Rotation|StandIn|Territory|Watch|CrewDuty|LadderStep|SpanReading|UtilityReading|HouseReading|AreaReading|MissedReading|Figure|RequestRef|Rate|Spread|ClauseFigures|ReasonFigure|Repeat|ReturnedWork|StateTime|LevelFigures|RouteStep|Attempt|Answering)$/
    const wire = program.getSourceFile(join(here, 'wire.ts'))!
    const interfaces = wire.statements.filter(ts.isInterfaceDeclaration).map(({ name }) => name.text)
    const types = new Set(names.map(typeOf))
    expect(interfaces.filter((name) => !types.has(name) && !parts.test(name))).toEqual([])
  })
})
