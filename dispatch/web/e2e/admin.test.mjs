// The whole office as an administrator walks through it: every section, crowded, on a wide and a small screen, light and
// dark. Nothing runs out of its place, nothing is too small to hit, and pictures are left in .build/shots for people.

import assert from 'node:assert/strict'
import { assertNoBarriers, shoot } from './kit/looks.mjs'
import { story } from './kit/story.mjs'

const longFirm = 'Общество с ограниченной ответственностью «Управляющая компания жилищно-коммунального хозяйства Заречного района города»'
const longName = 'Константинопольская-Преображенская Александра-Елизавета Константиновна'

/** Sections with the row that is opened in each; none: the section is no list. */
const directory = [
  ['duty', 'Мастер'], ['answers'], ['people', 'Константинопольская'], ['tablets'], ['crews', 'Аварийно-восстановительная'], ['vehicles', 'АВР-1'], ['organisations', 'Общество'],
  ['contracts', 'Общество'], ['accounts', 'Константинопольская'], ['changes'],
]
const rules = [
  ['norms', '416-13-localise'], ['faults', 'Прорвало'], ['ladders', 'Обычная'], ['channels'], ['limits', 'в пути'], ['readings', 'стекло'], ['calendar', '2026'], ['history'],
]

async function enter(people, service, name, login, section) {
  const person = await people.invite(name, 'board', service)
  const answer = await person.context.request.post('/api/v1/session', { data: { city: 'demograd', login, password: 'demograd-05' } })
  assert.equal(answer.status(), 200)
  await person.page.goto(`/admin#${section}`)
  return person
}

/** Opens the first row that holds the words. */
async function openRow(page, sought, row = sought) {
  await page.getByRole('searchbox').fill(sought)
  await page.getByRole('listitem').filter({ hasText: row }).first().getByRole('button').click()
}

/** Names that are as long as they come, and a rule that was changed twice and taken back. */
async function crowd(service) {
  const admin = await service.as('admin')
  const firm = await admin.post('organisations', { name: longFirm, kind: 'service', phone: '+7 3812 00-52-77' })
  await admin.post('crews', { name: 'Аварийно-восстановительная бригада Заречного района № 17', organisation_id: firm.id, skills: ['plumbing', 'heating', 'sewer', 'electric', 'gas', 'lift', 'roof', 'general'], people: 3, tablet: true })
  await admin.post('people', { name: longName, organisation_id: firm.id, role: 'foreman', phone: '+7 913 000-00-17', email: 'aleksandra-elizaveta.konstantinopolskaya@upravlyayushchaya-kompaniya.example' })
  await admin.post('accounts', { login: 'konstantinopolskaya-preobrazhenskaya', name: longName, role: 'foreman', organisation_id: firm.id })
  await admin.post('vehicles', { name: 'Аварийная АВР-1 запасная, с прицепом и сварочным агрегатом', plate: 'А 001 АА 152', organisation_id: firm.id })
  const house = (await admin.get('cities/demograd/addresses?q=' + encodeURIComponent('Ленина, 22а'))).candidates[0].house_id
  await admin.post('contracts', { house_id: house, service_id: firm.id, from: '2026-11-01', document: '№ 2026/117-АДС от 01.11.2026' })
  const norm = (await admin.get('rules/norms')).find(({ code }) => code === '416-13-inform')
  const made = await admin.post('rules/amendments', { subject: 'norm', code: norm.code, body: { ...norm, amount: 20, source: 'решение комитета' }, why: 'Учения по приказу комитета № 17 от 20.11.2026' })
  await admin.post('rules/amendments', { withdraws: made.id, why: 'Учения окончены' })
  await admin.post('rules/amendments', { subject: 'reading', code: 'room-temperature', body: 'cool', why: 'Морозы' })
}

/** What runs out of the place that it has, or is too small to be hit. */
function untidy() {
  const name = (one) => `${one.tagName.toLowerCase()} "${(one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 40)}"`
  const seen = (one) => one.checkVisibility() && getComputedStyle(one).position !== 'absolute'
  const wide = [document.documentElement, ...document.querySelectorAll('main, main *')].filter(seen).filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
    && !['INPUT', 'SELECT', 'TEXTAREA', 'SVG', 'svg'].includes(one.tagName) && getComputedStyle(one).overflowX !== 'visible').map((one) => `${name(one)} is ${one.scrollWidth} wide in ${one.clientWidth}`)
  const out = [...document.querySelectorAll('main *')].filter((one) => seen(one) && one.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map((one) => `${name(one)} ends beyond the screen`)
  const small = [...document.querySelectorAll('main button, main a, nav a')].filter(seen).filter((one) => one.getBoundingClientRect().height < 24).map((one) => `${name(one)} is ${one.getBoundingClientRect().height} high`)
  return [...wide, ...out, ...small]
}

/** Words in Latin letters on a Russian screen: a code, or a sentence that was left in English. */
function foreign() {
  const proper = /^(Telegram|SMS|push|PIN|konstantinopolskaya|preobrazhenskaya)$/i
  const texts = []
  for (const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT); walker.nextNode(); ) {
    if (walker.currentNode.parentElement.closest('option, style')) continue
    for (const [word] of walker.currentNode.textContent.replaceAll(/\S+@\S+/g, '').matchAll(/[A-Za-z]{3,}/g)) if (!proper.test(word)) texts.push(`"${word}" in "${walker.currentNode.textContent.trim().slice(0, 60)}"`)
  }
  return [...new Set(texts)].slice(0, 5)
}

/** Walks through sections and keeps what is untidy about them. */
async function walkThrough(page, sections) {
  const troubles = []
  for (const [section, row] of sections) {
    await page.goto(`/admin#${section}`)
    await page.getByRole('navigation').locator(`a[href="#${section}"][aria-current="page"]`).waitFor()
    if (row) await page.locator('main li').nth(2).waitFor()
    await page.waitForLoadState('networkidle')
    const listen = async () => section !== 'accounts' && troubles.push(...(await page.evaluate(foreign)).map((said) => `${section}: ${said}`)) // logins are Latin
    await listen()
    if (row) await openRow(page, row, section === 'norms' ? 'ПП 416' : row)
    await listen()
    for (const [width, height] of [[1920, 1080], [1366, 768]]) {
      await page.setViewportSize({ width, height })
      troubles.push(...(await page.evaluate(untidy)).map((said) => `${section} at ${width}: ${said}`))
      await shoot(page, `admin ${section} ${width}`)
    }
    await assertNoBarriers(page, section)
    await page.getByRole('button', { name: 'Тёмная тема' }).click()
    await shoot(page, `admin ${section} 1366 dark`)
    await page.setViewportSize({ width: 1920, height: 1080 })
    await shoot(page, `admin ${section} 1920 dark`)
    await assertNoBarriers(page, `${section} dark`)
    await page.getByRole('button', { name: 'Светлая тема' }).click()
  }
  assert.deepEqual(troubles, [])
}

story('people, organisations and duty, crowded, hold together on a wide and a small screen, light and dark', async ({ service, people }) => {
  await crowd(service)
  const { page } = await enter(people, service, 'администратор', 'admin', 'duty')
  await walkThrough(page, directory)

  // The keyboard comes to the content at once, not through all sections.
  await page.goto('/admin#people')
  await page.reload()
  await page.getByRole('searchbox').waitFor()
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'К содержанию')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('type')), 'search')
})

story('the rules, crowded, hold together on a wide and a small screen, light and dark; so do long names on the board', async ({ service, people }) => {
  await crowd(service)
  const admin = await enter(people, service, 'администратор', 'admin', 'norms')
  const { page } = admin
  await walkThrough(page, rules)

  // The same names on the board.
  const dispatcher = await service.as('dispatcher')
  const request = await dispatcher.register('пр-кт Ленина, 22а', 'cold-pipe-leak')
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.goto(`/board/requests/${request.id}`)
  await admin.sees(request.number)
  await shoot(page, 'admin board with long names')
})

story('a post is added, changed and ended on the screen, each with its reason in the journal', async ({ service, people }) => {
  const senior = await enter(people, service, 'старший', 'senior', 'duty')
  const { page } = senior
  await openRow(page, '', '+ Новый пост')
  await page.getByLabel('Название').fill('Мастер на выходных')
  await page.getByLabel('Кто стоит на посту').selectOption({ label: 'Мастер' })
  senior.expect(/422/)
  await senior.button('Добавить').click()
  await senior.sees('Укажите организацию')
  await page.getByLabel('Организация').selectOption({ index: 1 })
  await page.getByLabel('Когда пост нужен').selectOption({ label: 'по выходным и праздникам' })
  await page.getByLabel('Почему').fill('Усиление на зиму')
  await shoot(page, 'admin post new')
  await assertNoBarriers(page, 'new post')
  await senior.button('Добавить').click()
  await senior.button('Изменить пост').click()
  await page.getByLabel('С какого часа').fill('08:00')
  await page.getByLabel('до какого').fill('20:00')
  await page.getByRole('textbox', { name: 'Почему' }).first().fill('Ночью не нужен')
  await senior.button('Сохранить').click()
  await senior.button('Упразднить пост').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Почему' }).fill('Зима кончилась')
  await shoot(page, 'admin post ending')
  await assertNoBarriers(page, 'post ending')
  await senior.button('Упразднить пост', dialog).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.getByRole('searchbox').fill('Мастер на выходных')
  await senior.sees('Ничего не найдено')

  await page.getByRole('link', { name: 'Журнал изменений' }).click()
  await senior.sees('Усиление на зиму')
  await senior.sees('Зима кончилась')
  await senior.sees(/Часы: весь день → 08:00-20:00/)
  await shoot(page, 'admin post in the journal')
})

story('an organisation that was closed by mistake returns, and a name that nobody can see is refused', async ({ service, people }) => {
  const admin = await enter(people, service, 'администратор', 'admin', 'organisations')
  const { page } = admin
  await openRow(page, '', '+ Новая организация')
  admin.expect(/422/)
  await page.getByLabel('Название').fill('УК \u200bМаяк')
  await admin.button('Добавить').click()
  await admin.sees(/невидимые знаки/)
  await page.getByLabel('Название').fill('УК «Маяк»')
  await admin.button('Добавить').click()
  await admin.button('Закрыть организацию').click()
  await page.getByRole('dialog').getByRole('textbox', { name: 'Почему' }).fill('ликвидация')
  await admin.button('Закрыть организацию', page.getByRole('dialog')).click()
  await openRow(page, 'Маяк')
  await admin.sees(/Закрыта: /)
  await admin.button('Вернуть в работу').click()
  await admin.sees('Укажите причину')
  await page.getByLabel('Почему').fill('закрыта по ошибке')
  await shoot(page, 'admin organisation returns')
  await admin.button('Вернуть в работу').click()
  await admin.button('Закрыть организацию').waitFor()
  await page.getByRole('link', { name: 'Журнал изменений' }).click()
  await admin.sees('Организация снова работает')
  await admin.sees('закрыта по ошибке')
})

story("a fault's skill and norms are chosen from lists, and the history tells what was changed", async ({ service, people }) => {
  const admin = await enter(people, service, 'администратор', 'admin', 'faults')
  const { page } = admin
  await openRow(page, 'roof-leak', 'Кровля')
  await page.getByLabel('Специальность').selectOption({ label: 'сантехника' })
  await page.getByLabel('Почему меняется').fill('Кровельщиков нет')
  await admin.button('Внести').click()
  await page.getByRole('listitem').filter({ hasText: 'сантехника' }).first().waitFor()
  await page.getByRole('link', { name: 'Изменения правил' }).click()
  await admin.sees(/Специальность: кровля → сантехника/)
  await shoot(page, 'admin history of a fault')
})
