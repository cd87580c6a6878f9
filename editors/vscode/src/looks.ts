/** Whether a text looks like a report, for the time without a running server. This file does not use VS Code. */

/** Number of characters to look at: the start of a report shows that the text is a report. */
export const LOOKED_AT = 20_000;

/** Also matches blanks between the characters, traditional characters, and radicals instead of characters. */
const SIGNS = /信息公[开開]|年度[报報]告|予以公[开開]/;

export function looksLikeReport(text: string): boolean {
  return SIGNS.test(text.slice(0, LOOKED_AT).normalize('NFKC').replace(/\s/g, ''));
}
