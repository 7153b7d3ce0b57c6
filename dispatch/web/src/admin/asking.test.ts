import { beforeEach, expect, test } from 'vitest'
import { Problem } from '../shared/api'
import { notices } from '../shared/parts/notices.svelte'
import { Asking } from './asking.svelte'

const refused = (field: string) => new Problem(422, 'no_reason', 'Проверьте введённое', 'Укажите причину', [{ field, code: 'no_reason', message: 'Укажите причину' }])

beforeEach(() => (notices.list = []))

test('what was made is given and told', async () => {
  const asking = new Asking()
  expect(await asking.make(async () => ({ id: 7 }))).toEqual({ id: 7 })
  expect(notices.list.map(({ mood }) => mood)).toEqual(['good'])
  expect(asking.busy).toBe(false)
})

test('a refusal stands beside its field, or for itself where the field is not shown', async () => {
  const asking = new Asking()
  expect(await asking.make(() => Promise.reject(refused('why')))).toBeUndefined()
  expect(notices.list).toEqual([])
  expect(asking.error('why')).toBe('Укажите причину')
  expect(asking.said('name', 'why')).toBe('')
  expect(asking.said('name')).toBe('Укажите причину')
  await asking.ask(() => Promise.resolve())
  expect(asking.error('why')).toBeFalsy()
  expect(asking.said()).toBe('')
})

test('what is no refusal is thrown, and nothing stays busy', async () => {
  const asking = new Asking()
  await expect(asking.ask(() => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError)
  expect(asking.busy).toBe(false)
})
