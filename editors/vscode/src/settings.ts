/** The settings `gouji.*`, and what of them the server is told. */

import { env, workspace } from 'vscode';
import { words, type Language, type TextKey } from './texts';

export const SECTION = 'gouji';

function get<T>(name: string, otherwise: T): T {
  return workspace.getConfiguration(SECTION).get<T>(name) ?? otherwise;
}

/** Where the program is, if the user says so. */
export function path(): string {
  return get('path', '').trim();
}

/** The language of the extension's own words: that of the setting, else of the window. */
export function language(): Language {
  const set = chosenLanguage();
  return set ?? (env.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
}

export function say(key: TextKey, ...values: readonly (string | number)[]): string {
  return words(language(), key, ...values);
}

/**
 * What the server is told. What is not set is left out: “auto” and an empty list mean something else to the server than to a person.
 */
export function forServer(): Record<string, unknown> {
  const select = get<string[]>('select', []);
  const config = get('config', '').trim();
  return {
    lang: chosenLanguage() ?? null,
    select: select.length > 0 ? select : null,
    ignore: get<string[]>('ignore', []),
    config: config === '' ? null : config,
    format: {
      ambiguousWidth: get('format.ambiguousWidth', 'narrow'),
      totalsFollow: get('format.totalsFollow', false),
    },
  };
}

function chosenLanguage(): Language | undefined {
  const set = get<string>('lang', 'auto');
  return set === 'zh' || set === 'en' ? set : undefined;
}
