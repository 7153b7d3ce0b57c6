import { said } from '../shared/i18n.svelte'
import type { Classifier } from '../shared/wire'

/** What a fault is called; its code where the classifier has it no more. */
export function faultName(classifier: Classifier, code: string): string {
  const problem = classifier.problems.find((one) => one.code === code)
  return problem ? said(problem, 'title') : code
}
