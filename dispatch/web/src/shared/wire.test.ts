// @vitest-environment node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

// wire.ts is written by hand, for reading; the description that the server generates from its own types is the judge.
const described = JSON.parse(readFileSync(join(import.meta.dirname, '../../../httpapi/openapi.json'), 'utf8')).components.schemas as Record<string, Schema>
interface Schema { properties?: Record<string, Property> }
interface Property { type?: string | string[]; anyOf?: Property[]; oneOf?: Property[] }

const source = ts.createSourceFile('wire.ts', readFileSync(join(import.meta.dirname, 'wire.ts'), 'utf8'), ts.ScriptTarget.ES2022, true)
const interfaces = new Map(source.statements.filter(ts.isInterfaceDeclaration).map((one) => [one.name.text, one]))

interface Field { mayBeMissing: boolean }

function fieldsOf(name: string): Map<string, Field> {
  const declared = interfaces.get(name)
  if (!declared) throw new Error(`wire.ts has no ${name}`)
  const inherited = (declared.heritageClauses ?? []).flatMap((clause) => clause.types.flatMap((type) => [...fieldsOf(type.expression.getText())]))
  const own = declared.members.filter(ts.isPropertySignature).map((member): [string, Field] => [
    member.name.getText(),
    { mayBeMissing: !!member.questionToken || /\bnull\b/.test(member.type?.getText() ?? '') },
  ])
  return new Map([...inherited, ...own])
}

function isNullable(property: Property): boolean {
  return [property.type].flat().includes('null') || [...(property.anyOf ?? []), ...(property.oneOf ?? [])].some(isNullable)
}

const pairs: [mine: string, server: string][] = [
  ['City', 'CityCard'], ['CityName', 'CityName'], ['Me', 'MeBody'], ['Category', 'CategoryRow'], ['Problem', 'ProblemRow'],
  ['Classifier', 'ClassifierBody'], ['AddressCandidate', 'CandidateRow'], ['AddressAnswer', 'AddressBody'], ['Reading', 'Reading'], ['HouseReading', 'HouseReading'],
  ['AreaReading', 'AreaReading'], ['MissedReading', 'MissedReading'], ['SpanReading', 'SpanReading'], ['UtilityReading', 'UtilityReading'], ['House', 'HouseCard'],
  ['ClockRow', 'ClockRow'], ['OrderRow', 'OrderRow'], ['RequestRow', 'RequestRow'], ['PhotoRow', 'PhotoRow'], ['HouseFacts', 'HouseFacts'], ['DistrictName', 'DistrictName'],
  ['JournalEntry', 'JournalEntry'], ['OrderCard', 'OrderCard'], ['RequestCard', 'RequestCard'], ['CrewRow', 'CrewRow'],
  ['EscalationRow', 'EscalationRow'], ['Reason', 'Because'], ['Choice', 'Choice'], ['Recommendation', 'Recommendation'], ['OrderRoute', 'OrderRoute'], ['RouteStep', 'RouteStep'],
  ['Training', 'Training'], ['LinkUpdate', 'LinkUpdate'], ['LinkState', 'LinkState'], ['NewReport', 'NewReport'],
  ['Registered', 'RegisteredBody'], ['NewRequest', 'NewRequest'],
  ['Notice', 'NoticeRow'], ['Attempt', 'AttemptRow'], ['Person', 'PersonRow'], ['Vehicle', 'Vehicle'], ['Account', 'AccountRow'], ['GivenAccount', 'GivenBody'], ['CrewHolds', 'CrewHolds'], ['Organisation', 'Organisation'],
  ['Contract', 'ContractRow'], ['Answering', 'Answering'], ['OrganisationHolds', 'OrganisationHolds'], ['Post', 'PostRow'], ['OnDuty', 'OnDutyRow'], ['Rotation', 'RotationRow'], ['StandIn', 'OverrideRow'],
  ['Watch', 'WatchRow'], ['PostWatches', 'PostWatches'], ['Finding', 'FindingRow'], ['HandOverNote', 'HandOverNote'], ['RosterLine', 'RosterLine'],
  ['Answers', 'Answers'], ['CrewDuty', 'CrewDuty'], ['LadderStep', 'LadderStep'],
  ['Figure', 'Figure'], ['RequestRef', 'Ref'], ['Rate', 'Rate'], ['Spread', 'Spread'], ['ClauseFigures', 'Clause'], ['ReasonFigure', 'Reason'],
  ['Repeat', 'Repeat'], ['ReturnedWork', 'ReturnsOfUs'], ['StateTime', 'StateTime'], ['LevelFigures', 'Escalations'], ['WorkReport', 'Report'],
]

test.each(pairs)('%s has only what the server calls %s, and allows its nulls', (mine, server) => {
  const properties = described[server]?.properties
  expect(properties, `${server} is not described`).toBeDefined()
  for (const [field, { mayBeMissing }] of fieldsOf(mine)) {
    const property = properties![field]
    expect(property, `${mine}.${field}`).toBeDefined()
    if (!Array.isArray(property!.type) || !property!.type.includes('array')) {
      expect(mayBeMissing || !isNullable(property!), `${mine}.${field} may be null`).toBe(true)
    }
  }
})
