/** The settings `gouji.*`, and the settings sent to the server. */

import { env, Uri, workspace } from 'vscode';
import { words, type Language, type TextKey } from './texts';

export const SECTION = 'gouji';

function get<T>(name: string, otherwise: T, scope?: Uri): T {
  return workspace.getConfiguration(SECTION, scope).get<T>(name) ?? otherwise;
}

/** The path of the program in the settings. Empty if not set. */
export function path(): string {
  return get('path', '').trim();
}

/** The language of the extension: the language in the settings, otherwise the language of the window. */
export function language(): Language {
  const set = chosenLanguage();
  return set ?? (env.language.toLowerCase().startsWith('zh') ? 'zh' : 'en');
}

export function say(key: TextKey, ...values: readonly (string | number)[]): string {
  return words(language(), key, ...values);
}

/**
 * The settings for the server, of a workspace folder or of all folders. Unset values are null: “auto” and an empty list have another
 * meaning for the server than for a person.
 */
export function forServer(folder?: string): Record<string, unknown> {
  const scope = folder === undefined ? undefined : Uri.parse(folder);
  const select = get<string[]>('select', [], scope);
  const config = get('config', '', scope).trim();
  return {
    lang: chosenLanguage(scope) ?? null,
    select: select.length > 0 ? select : null,
    ignore: get<string[]>('ignore', [], scope),
    config: config === '' ? null : config,
    format: {
      ambiguousWidth: get('format.ambiguousWidth', 'narrow', scope),
      totalsFollow: get('format.totalsFollow', false, scope),
    },
    fixOnSave: get('fixOnSave', false, scope),
  };
}

function chosenLanguage(scope?: Uri): Language | undefined {
  const set = get<string>('lang', 'auto', scope);
  return set === 'zh' || set === 'en' ? set : undefined;
}
