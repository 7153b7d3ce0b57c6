// Finds faults of the classifier by what residents say. Pure.

import type { Problem } from './wire'

interface Entry {
  problem: Problem
  phrases: string[][]
}

/** Prepares a classifier for searching. */
export function faultIndex(problems: Problem[]): Entry[] {
  return problems.map((problem) => ({
    problem,
    phrases: [problem.title_ru, problem.title_en, problem.code, ...problem.synonyms].map(wordsOf),
  }))
}

/** The faults that match most of the words, best first; ties go to the graver. An empty text finds all by severity. */
export function findFaults(index: Entry[], text: string, limit: number): Problem[] {
  const asked = wordsOf(text)
  if (!asked.length) return index.map((entry) => entry.problem).sort(byGravity).slice(0, limit)
  const scored = index.map((entry) => ({ problem: entry.problem, score: scoreOf(entry, asked) })).filter(({ score }) => score >= 1)
  const most = Math.floor(Math.max(0, ...scored.map(({ score }) => score)))
  return scored
    .filter(({ score }) => score >= most)
    .sort((a, b) => b.score - a.score || byGravity(a.problem, b.problem))
    .slice(0, limit)
    .map(({ problem }) => problem)
}

/** Words of a text in one form: lower case, ё as е, no signs. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().replaceAll('ё', 'е').split(/[^\p{L}\p{N}]+/u).filter(Boolean)
}

/** Words found anywhere, plus under one for how well the best phrase is filled. */
function scoreOf(entry: Entry, asked: string[]): number {
  const found = asked.filter((word) => entry.phrases.some((phrase) => phrase.some((other) => alike(word, other)))).length
  const filled = entry.phrases.map((phrase) => asked.filter((word) => phrase.some((other) => alike(word, other))).length / Math.max(phrase.length, asked.length))
  return found + Math.min(Math.max(...filled), 1) * 0.99
}

/** A beginning, or the same word in another form: Russian endings are up to three letters. */
function alike(asked: string, known: string): boolean {
  if (known.startsWith(asked)) return true
  const stem = Math.max(4, asked.length - 3, known.length - 3)
  return asked.length >= stem && known.length >= stem && asked.slice(0, stem) === known.slice(0, stem)
}

function byGravity(a: Problem, b: Problem): number {
  return a.severity - b.severity || a.title_ru.localeCompare(b.title_ru, 'ru')
}
