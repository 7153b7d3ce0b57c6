// How the work went is read off the reports, each figure down to its requests, and taken away as a file.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { Board } from './kit/board.mjs'
import { Reports } from './kit/reports.mjs'
import { story } from './kit/story.mjs'
import { sheetsOf } from './kit/workbook.mjs'

const day = 24 * 60 * 60 * 1000

/** A leak as old as that, mended now. */
async function mended(dispatcher, address, ageMs, crew) {
  const request = await dispatcher.register(address, 'cold-pipe-leak', { damaged_at: new Date(Date.now() - ageMs).toISOString(), caller_name: '=cmd', phone: '9170002010' })
  const { orders } = await dispatcher.send(request, crew)
  for (const to of ['accepted', 'en_route', 'on_site', 'done']) await dispatcher.post(`orders/${orders[0].id}/steps`, { to, by_voice: true, note: 'Хомут' })
  return request
}

story('a term kept and a term missed stand in the report of the shift, in its workbook and in the printed journal', async ({ service, people }) => {
  const dispatcher = await service.as('dispatcher')
  const late = await mended(dispatcher, 'пр-кт Ленина, 31', 5 * day, 'АВР-2')
  const kept = await mended(dispatcher, 'ул. Садовая, 12', 0, 'Лифт 2')

  const board = await Board.open(people, service, 'senior')
  await board.page.getByRole('link', { name: 'Отчёты' }).click()
  const reports = new Reports(board.person)
  await reports.choose('Город')
  await reports.figure('Устранить,', 'С опозданием', late.number)
  await reports.figure('Устранить,', 'В срок', kept.number)

  const rows = sheetsOf(await readFile(await reports.download('Отчёт, XLSX')))['Сроки'].map((row) => row.join('|'))
  assert.ok(rows.some((row) => row.startsWith(`${late.number}|пр-кт Ленина, 31`) && row.includes('с опозданием')), rows.join('\n'))
  assert.ok(rows.some((row) => row.startsWith(`${kept.number}|ул. Садовая, 12`) && row.includes('в срок')), rows.join('\n'))
  const journal = sheetsOf(await readFile(await reports.download('Журнал, XLSX')))['Журнал заявок'].map((row) => row.join('|'))
  const line = journal.find((row) => row.includes(late.number))
  assert.match(line, /&#39;=cmd|'=cmd/) // a name that would be a formula
  assert.match(line, /\+79170002010/)

  const printed = await reports.print()
  await printed.getByText(late.number).waitFor()
  assert.match(await printed.locator('thead').innerText(), /Журнал заявок аварийно-диспетчерской службы/)
  await printed.close()

  board.person.expect(/422/)
  await board.page.goto('/reports?scope=city&period=own&from=2040-01-01T00:00&to=2040-01-02T00:00')
  await board.person.sees('Этот период ещё не начался')
  await board.page.goto('/reports?scope=city')
  await reports.settled()

  await reports.toCard('Устранить,', 'С опозданием', late.number)
  await board.card.getByText(late.number).first().waitFor()
})
