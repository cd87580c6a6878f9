// Steps with the program: an unusable program, a program in PATH, a program that dies.
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MOMENT, achieve, until } from './patience.mjs';
import { lastServer, servers } from './servers.mjs';
import { EXAMPLE, NO_REPORT, REPORT, extensionOf, makeProgram } from './workspace.mjs';

const CLEAN = '没有发现问题';
/** Number of restarts of a server within three minutes. The next crash is final. */
const RESTARTS = 4;

export async function programs({ bench, editor, step, picture, workspace: { work, bin } }) {
  const { page } = bench;
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url)));
  const set = (settings, effect) => achieve(`the effect of ${JSON.stringify(settings)}`, async () => editor.set(settings), effect);
  const status = (words) => async () => (await bench.status())?.includes(words);

  await step('a program that cannot be used is named where a report is open, not elsewhere', async () => {
    await bench.openFile(NO_REPORT);
    await bench.server();
    const words = '“gouji.path”指向的 /nowhere/gouji 不存在';
    await set({ 'gouji.path': '/nowhere/gouji' }, () => bench.log().includes(words));
    // When the log is open, all earlier messages are visible.
    await bench.run('gouji.showLog', () => bench.visible('.part.panel .view-line', '/nowhere/gouji'));
    assert.deepEqual(await bench.notifications(), []);
    await bench.run('workbench.action.closePanel', async () => !(await bench.visible('.part.panel')));
    await bench.openFile(REPORT);
    await until('it is told', () => bench.tells(words));
    await picture('no-program');
    await bench.statusSays(undefined);
    for (const [path, expected] of [
      [process.execPath, '不是 gouji 程序'],
      [makeProgram(work, 'other', 'gouji 9.9.9', 'exit 1'), '的版本是 9.9.9，本扩展需要'],
      [EXAMPLE, `无法运行 ${EXAMPLE}`],
      [makeProgram(work, 'dying', `gouji ${version}`, 'exit 3'), 'gouji 一启动就退出了'],
    ]) {
      await bench.clear();
      // The window shows three of several notifications within a second. The list has all notifications.
      await bench.openEmptyList();
      await set({ 'gouji.path': path }, () => bench.log().includes(expected));
      await until('it is told', () => bench.tells(expected));
      assert.equal((await bench.notifications()).length, 1, `${await bench.notifications()}`);
    }
    await picture('dying-program');
    await bench.clear();
    await until(() => `no server is left: ${JSON.stringify(servers(work))}`, () => servers(work).length === 0);
    await set({ 'gouji.lang': 'en' }, status('Nothing found'));
    await set({}, status(CLEAN));
  });

  await step('an extension without a program takes that of the PATH', async () => {
    const [own, other] = [join(extensionOf(work), 'server', 'gouji'), join(bin, 'gouji')];
    const restartedAs = async (program, title) => {
      const { number } = await bench.server();
      const hasRestarted = () => lastServer(bench.log())?.number > number;
      await (title ? bench.choose(title, hasRestarted) : bench.run('gouji.restart', hasRestarted));
      assert.equal((await bench.server({ after: number })).program, program);
      await bench.statusSays(CLEAN);
    };
    // The file identifies the program of a server, and a move would move the file as well.
    copyFileSync(own, other);
    await restartedAs(own, '重新启动检查程序');
    rmSync(own);
    await restartedAs(other);
    copyFileSync(other, own);
    await restartedAs(own);
  });

  await step('a server that dies is restarted, but not forever', async () => {
    let server = await bench.server();
    for (let deaths = 1; deaths <= RESTARTS; deaths += 1) {
      process.kill(server.pid, 'SIGKILL');
      server = await bench.server({ after: server.number });
      await bench.statusSays(CLEAN);
    }
    process.kill(server.pid, 'SIGKILL');
    const words = '已不再自动重启';
    await until('it is told', () => bench.tells(words));
    await bench.statusSays(undefined);
    assert.deepEqual(servers(work), []);
    assert.equal(lastServer(bench.log()).number, server.number);
    const restart = page.locator('.notification-list-item', { hasText: words }).locator('.monaco-button', { hasText: '重新启动' });
    await achieve('it starts again', () => restart.click({ timeout: MOMENT }), () => lastServer(bench.log()).number > server.number);
    await bench.server({ after: server.number });
    await bench.statusSays(CLEAN);
  });
}
