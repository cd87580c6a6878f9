/** All texts of the extension, in Chinese and English. The server has its own texts. */

export type Language = 'zh' | 'en';

type Text = readonly [zh: string, en: string];

const texts = {
  /** Problems, each with its remedy. */
  missing: [
    '没有找到 gouji 程序，无法检查年度报告。请安装 gouji，或在设置“gouji.path”中写明它的位置。',
    'The gouji program was not found, so annual reports cannot be checked. Install gouji, or say in the setting “gouji.path” where it is.',
  ],
  missingAsSet: [
    '设置“gouji.path”指向的 {0} 不存在。请改正这项设置，或将它清空以使用扩展自带的程序。',
    'The setting “gouji.path” names {0}, which does not exist. Correct it, or leave it empty to use the program that comes with the extension.',
  ],
  unusable: [
    '无法运行 {0}（{1}）。请检查它的执行权限和适用的系统，或修改设置“gouji.path”。',
    '{0} cannot be run ({1}). Check that it is executable and made for this system, or change the setting “gouji.path”.',
  ],
  foreign: [
    '{0} 不是 gouji 程序。请修改设置“gouji.path”，或将它清空以使用扩展自带的程序。',
    '{0} is not the gouji program. Change the setting “gouji.path”, or leave it empty to use the program that comes with the extension.',
  ],
  incompatible: [
    '{0} 的版本是 {1}，本扩展需要 {2}。请安装 {2} 版的 gouji，或修改设置“gouji.path”。',
    '{0} is version {1}, and this extension needs {2}. Install gouji {2}, or change the setting “gouji.path”.',
  ],
  died: [
    'gouji 一启动就退出了，年度报告暂时无法检查。请在日志中查看原因，然后重新启动。',
    'gouji ended as soon as it was started, so annual reports are not checked. See the log for the reason, then restart it.',
  ],
  crashed: [
    'gouji 在三分钟内多次意外退出，已不再自动重启。请在日志中查看原因，然后重新启动。',
    'gouji has ended unexpectedly several times within three minutes and is no longer restarted. See the log for the reason, then restart it.',
  ],
  openSetting: ['打开设置', 'Open Setting'],
  restart: ['重新启动', 'Restart'],
  showLog: ['查看日志', 'Show Log'],

  readOnly: [
    '{0} 是只读文件，没有改动。请先另存一份，或取消文件的只读属性。',
    '{0} is read-only and was not changed. Save a copy first, or make the file writable.',
  ],
  saveAs: ['另存为…', 'Save As…'],
  noReport: [
    '当前文件不是政府信息公开工作年度报告。请先打开一份报告。',
    'This file is no annual report on government information disclosure. Open a report first.',
  ],
  noTable: [
    '光标不在表三或表四中。请将光标移到要重算的表格里，或使用“重算报告的全部合计”。',
    'The cursor is not in table three or four. Move it into the table to recompute, or use “Recompute All Totals of the Report”.',
  ],
  nothingToFix: ['没有可以自动修正的问题。', 'There is nothing that can be fixed automatically.'],
  nothingToRecompute: ['合计都是对的，没有需要改的。', 'All totals are right; nothing was changed.'],
  noFolder: ['没有打开文件夹。请先打开存放年度报告的文件夹。', 'No folder is open. Open the folder that holds the reports first.'],

  newIssuer: ['新建年度报告（1/2）：报告单位的全称', 'New annual report (1/2): full name of the organ that reports'],
  newIssuerExample: ['例如：云溪县园林局', 'For example: 云溪县园林局'],
  newIssuerEmpty: ['请填写单位名称。', 'Enter the name of the organ.'],
  newYear: ['新建年度报告（2/2）：报告的年度', 'New annual report (2/2): year that is reported on'],
  newYearWrong: ['请填写四位年份，2019 年或以后。', 'Enter a year of four digits, 2019 or later.'],
  newFailed: ['没有生成报告：{0}', 'The report was not made: {0}'],

  noPage: [
    '这个扩展包里没有检查 Word 和 PDF 的页面，请安装带页面的扩展包',
    'This package of the extension comes without the page for Word and PDF. Install a package with the page.',
  ],
  colon: ['：', ': '],
  statusName: ['年度报告检查', 'Annual Report Check'],
  statusTitle: ['勾稽', 'Sums'],
  statusNotChecked: ['未检查：{0}', 'Not checked: {0}'],
  statusClean: ['没有发现问题', 'Nothing found'],
  statusFound: ['错误 {0}，警告 {1}，提示 {2}', '{0} errors, {1} warnings, {2} notes'],
  statusHold: ['勾稽关系：{0} 条全部成立', 'Relations of the form: all {0} hold'],
  statusFail: ['勾稽关系：{1} 条中有 {0} 条不成立', 'Relations of the form: {0} of {1} do not hold'],
  statusReports: ['本文件中有 {0} 份报告', 'This file holds {0} reports'],

  actions: ['年度报告：要做什么？', 'Annual report: what to do?'],
  actionProblems: ['打开“问题”面板', 'Open the Problems Panel'],
  actionFix: ['修正全部可以确定的问题', 'Fix All That Can Be Fixed Safely'],
  actionRecompute: ['重算报告的全部合计', 'Recompute All Totals of the Report'],
  actionCheck: ['检查整个文件夹', 'Check the Whole Folder'],
  actionNew: ['新建年度报告', 'New Annual Report'],
} satisfies Record<string, Text>;

export type TextKey = keyof typeof texts;

/** The text for `key` in a language, with the values of `{0}`, `{1}` … */
export function words(language: Language, key: TextKey, ...values: readonly (string | number)[]): string {
  const text = texts[key][language === 'zh' ? 0 : 1];
  return text.replace(/\{(\d)\}/g, (blank, index: string) => String(values[Number(index)] ?? blank));
}

export const textKeys = Object.keys(texts) as TextKey[];
